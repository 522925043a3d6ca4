import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { app, clipboard, ipcMain, nativeTheme, session, shell } from 'electron';
import { ProblemError, problem } from '../src/pipeline/problem.ts';
import { answerCalls } from './answer-calls.ts';
import { showMenu } from './app-menu.ts';
import type { AppPlaces } from './app-places.ts';
import { Closing } from './closing.ts';
import type { OpenedDocument } from './contract.ts';
import { Documents } from './documents.ts';
import { watchEndings } from './endings.ts';
import { isFrom } from './is-from.ts';
import type { Log } from './log.ts';
import { MainWindow } from './main-window.ts';
import { makeHandlers } from './make-handlers.ts';
import { nativeDialogs } from './native-dialogs.ts';
import { OpenTabs } from './open-tabs.ts';
import type { PageAddress } from './page-address.ts';
import { PickedModels } from './picked-models.ts';
import { RecentFiles } from './recent-files.ts';
import { RecoveryStore } from './recovery-store.ts';
import { RunSigns } from './run-signs.ts';
import { Runs } from './runs.ts';
import { lockDownSession } from './security.ts';
import { Theme } from './theme.ts';
import { Tickets } from './tickets.ts';
import { utilityLauncher } from './utility-launcher.ts';
import { watchFaults } from './window-faults.ts';

type Options = {
  readonly places: AppPlaces;
  readonly page: PageAddress;
  /** The page comes from the development server. */
  readonly development: boolean;
  readonly log: Log;
};

export type Studio = {
  /** Brings the window to the front, and opens in it the files that the person named to the system. */
  show(documents: readonly string[]): Promise<void>;
};

/** Builds the app from its parts and opens its window. Called once, when Electron is ready. */
export async function openStudio({ places, page, development, log }: Options): Promise<Studio> {
  lockDownSession(session.defaultSession, page, places.renderer);
  const theme = await Theme.open(places.state, nativeTheme);
  const window = await MainWindow.open(places.state, places.preload, theme, development);
  const { browser, push } = window;
  const contents = browser.webContents;
  const dialogs = nativeDialogs(browser);

  const tickets = new Tickets();
  const recent = await RecentFiles.open(places.state, tickets, () => refreshMenu());
  const models = await PickedModels.open(places.state, places.models);
  const tabs = await OpenTabs.open(places.state, tickets);
  const recovery = new RecoveryStore(join(places.state, 'recovery'), log.write);
  const noticed = (path: string): void => app.addRecentDocument(path);
  const documents = new Documents({
    dialogs,
    tickets,
    recent,
    tabs,
    home: app.getPath('documents'),
    noticed,
  });

  const signs = new RunSigns(browser, () => window.reveal());
  const runs = new Runs({
    places,
    launcher: utilityLauncher(places.engineEntry),
    models,
    tickets,
    version: app.getVersion(),
    push: (name, value) => {
      push(name, value);
      if ('summary' in value) signs.changed(value.summary);
    },
    busy: (busy) => signs.busy(busy),
    log: log.write,
  });

  let ended = false;
  const closing = new Closing({
    dialogs,
    unsaved: () => window.unsaved,
    going: () => runs.going(),
    save: () => push('menu.command', { command: 'save-then-close' }),
    discard: () => recovery.dropCurrent(),
    finish: async ({ asked }) => {
      if (asked) await tabs.end();
      await runs.close().catch((error: unknown) => log.write('Ending the runs failed', error));
      await window.keepPlace();
      ended = true;
      browser.destroy();
      app.quit();
    },
  });
  const requestClose = (): void => browser.close();

  const open = async (read: () => Promise<OpenedDocument>): Promise<void> => {
    try {
      push('document.opened', await read());
    } catch (error) {
      if (!(error instanceof ProblemError)) log.write('Opening a document failed', error);
      const unforeseen = problem({ code: 'internal', message: 'The document could not be opened.' });
      await dialogs.tell(error instanceof ProblemError ? error.problem : unforeseen);
    }
  };
  const openFolder = async (path: string): Promise<void> => {
    const refusal = await shell.openPath(path);
    if (refusal !== '') log.write(`The file manager did not open: ${refusal}`);
  };
  const refreshMenu = (): void =>
    showMenu({
      development,
      recent: recent.peek(),
      command: (command) => (command === 'close' ? requestClose() : push('menu.command', { command })),
      openRecent: (ticket) => void open(() => documents.open(ticket)),
      clearRecent: () => void recent.clear(),
      // There may be nothing in it yet, and so no folder.
      showLogs: () => void mkdir(log.folder, { recursive: true }).then(() => openFolder(log.folder)),
    });

  answerCalls({
    ipc: ipcMain,
    isOurs: (event) => isFrom(event, contents, page),
    log: log.write,
    handlers: makeHandlers({
      versions: {
        version: app.getVersion(),
        platform: process.platform,
        electron: process.versions.electron ?? '',
      },
      ...{ places, dialogs, tickets, recent, documents, recovery, tabs, models, runs, theme, clipboard },
      openAddress: (url) => shell.openExternal(url),
      openFolder,
      showFile: (path) => shell.showItemInFolder(path),
      window: {
        describe: (described) => {
          window.describe(described);
          closing.documentsChanged();
          return tabs.tell(described);
        },
        edit: (command) => {
          if (command === 'select-all') contents.selectAll();
          else contents[command]();
        },
        close: () => closing.saved(),
      },
    }),
  });
  watchEndings({ browser, closing, mayGo: () => ended, log: log.write });
  watchFaults({ browser, dialogs, log: log.write, end: () => void closing.end() });
  // A page that does not load is told by did-fail-load.
  const load = (): void => void browser.loadURL(page.url).catch(() => undefined);
  contents.on('did-navigate', (_event, url) => {
    // What the page before kept is there for the new one to offer, and no longer dropped with its own.
    window.forgetPage();
    tabs.forgetPage();
    recovery.forgetCurrent();
    // Chromium goes to an empty page without asking; from there, back to ours.
    if (url !== page.url) load();
  });
  refreshMenu();

  const ready = new Promise<void>((resolve) => contents.once('dom-ready', () => resolve()));
  load();
  return {
    show: async (named) => {
      await ready;
      window.reveal();
      for (const path of named) await open(() => documents.openPath(path));
    },
  };
}
