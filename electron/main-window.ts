import { join } from 'node:path';
import { BrowserWindow, screen } from 'electron';
import { z } from 'zod';
import { namesArguments, pushChannel } from './channels.ts';
import { contract, type PushName, type PushValue } from './contract.ts';
import type { WindowState } from './open-tabs.ts';
import { StateFile } from './state-file.ts';
import type { Theme } from './theme.ts';
import { Bounds, fitBounds, SMALLEST } from './window-bounds.ts';

const Place = z.object({ bounds: Bounds.optional(), maximized: z.boolean() });

/** Milliseconds without a further move until the window's place is written. */
const CALM = 500;

const NOTHING_OPEN: WindowState = { name: '', dirty: false, tabs: [], active: null };

/** The one window: where it stands, what its title says, and the way to its page. */
export class MainWindow {
  readonly browser: BrowserWindow;
  readonly #place: StateFile<typeof Place>;
  #described = NOTHING_OPEN;
  #moved: NodeJS.Timeout | undefined;

  private constructor(browser: BrowserWindow, place: StateFile<typeof Place>, theme: Theme) {
    this.browser = browser;
    this.#place = place;
    const moved = (): void => {
      clearTimeout(this.#moved);
      this.#moved = setTimeout(() => void this.keepPlace(), CALM);
    };
    for (const event of ['resize', 'move', 'maximize', 'unmaximize'] as const)
      browser.on(event as 'resize', moved);
    // The title is ours to set, whatever the page's own says.
    browser.on('page-title-updated', (event) => event.preventDefault());
    browser.once('ready-to-show', () => {
      if (place.value.maximized) browser.maximize();
      browser.show();
    });
    theme.onChange(() => browser.setBackgroundColor(theme.background()));
  }

  /** Makes the window, out of sight until its page is drawn. */
  static async open(state: string, preload: string, theme: Theme, development: boolean): Promise<MainWindow> {
    const place = await StateFile.open(join(state, 'window.json'), Place, { maximized: false });
    const primary = screen.getPrimaryDisplay();
    const others = screen.getAllDisplays().filter((it) => it.id !== primary.id);
    const areas = [primary, ...others].map((it) => it.workArea);
    const browser = new BrowserWindow({
      ...fitBounds(place.value.bounds, areas),
      minWidth: SMALLEST.width,
      minHeight: SMALLEST.height,
      show: false,
      title: 'Potstill',
      backgroundColor: theme.background(),
      webPreferences: {
        preload,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        nodeIntegrationInWorker: false,
        nodeIntegrationInSubFrames: false,
        webSecurity: true,
        allowRunningInsecureContent: false,
        webviewTag: false,
        navigateOnDragDrop: false,
        disableDialogs: true,
        spellcheck: false,
        devTools: development,
        additionalArguments: namesArguments(),
      },
    });
    return new MainWindow(browser, place, theme);
  }

  /** To our page and nowhere else; nothing that the contract does not name. */
  readonly push = <N extends PushName>(name: N, value: PushValue<N>): void => {
    if (this.browser.isDestroyed() || this.browser.webContents.isCrashed()) return;
    this.browser.webContents.send(pushChannel(name), contract.push[name].parse(value));
  };

  /** Names of the documents that have unsaved changes. */
  get unsaved(): readonly string[] {
    return this.#described.tabs.filter((it) => it.dirty).map((it) => it.name);
  }

  describe(described: WindowState): void {
    this.#described = described;
    const { name, dirty } = described;
    const mark = dirty && process.platform !== 'darwin' ? '• ' : '';
    this.browser.setTitle(name === '' ? 'Potstill' : `${mark}${name} – Potstill`);
    this.browser.setDocumentEdited(dirty);
  }

  /** The page starts anew and has said nothing yet. */
  forgetPage(): void {
    this.describe(NOTHING_OPEN);
  }

  /** In front of the person. */
  reveal(): void {
    if (this.browser.isMinimized()) this.browser.restore();
    this.browser.show();
    this.browser.focus();
  }

  /** A place that cannot be kept is no reason to fail. */
  async keepPlace(): Promise<void> {
    clearTimeout(this.#moved);
    if (this.browser.isDestroyed()) return;
    const place = { bounds: this.browser.getNormalBounds(), maximized: this.browser.isMaximized() };
    await this.#place.set(place).catch(() => undefined);
  }
}
