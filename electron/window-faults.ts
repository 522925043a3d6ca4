import { app, type BrowserWindow } from 'electron';
import type { Dialogs } from './dialogs.ts';

type Options = {
  readonly browser: BrowserWindow;
  readonly dialogs: Pick<Dialogs, 'ask'>;
  readonly log: (text: string, error?: unknown) => void;
  /** Ends the app, without questions that the page would have to answer. */
  readonly end: () => void;
};

/** So many crashes within so many milliseconds are no accident: starting anew by itself would go on for ever. */
const CRASHES = 3;
const WITHIN = 60_000;

/**
 * A page that dies is started anew and offers what it kept (recovery-store.ts); the runs go on meanwhile, as the
 * engine is a process of its own.
 */
export function watchFaults({ browser, dialogs, log, end }: Options): void {
  const contents = browser.webContents;
  const crashes: number[] = [];

  // Not from within the event: Electron is still at taking the old page down, and would go with it.
  const startAnew = (): void =>
    void setImmediate(() => {
      if (!browser.isDestroyed()) contents.reload();
    });
  const choose = async (): Promise<void> => {
    const answer = await dialogs.ask({
      kind: 'warning',
      message: 'The window of Potstill failed several times.',
      detail: 'Your unsaved work is kept. The log says what failed (Help, Show Logs).',
      buttons: ['Start the Window Again', 'Quit'],
      cancel: 0,
    });
    if (answer === 0) startAnew();
    else end();
  };
  contents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit' || browser.isDestroyed()) return;
    log(`The window's process is gone: ${reason}, exit code ${exitCode}`);
    const now = performance.now();
    crashes.push(now);
    if (crashes.filter((at) => now - at < WITHIN).length < CRASHES) startAnew();
    else {
      crashes.length = 0;
      choose().catch((error: unknown) => log('Asking after a crash failed', error));
    }
  });
  browser.on('unresponsive', () => log('The window does not respond'));
  browser.on('responsive', () => log('The window responds again'));
  contents.on('preload-error', (_event, _path, error) => log('The preload failed', error));
  contents.on('did-fail-load', (_event, code, text, _url, isMainFrame) => {
    // Minus three: taken back, as every refused navigation is.
    if (isMainFrame && code !== -3) log(`The page could not be loaded: ${text} (${code})`);
  });
  app.on('child-process-gone', (_event, { type, name, reason, exitCode }) => {
    if (reason !== 'clean-exit') log(`A process is gone: ${name ?? type}, ${reason}, exit code ${exitCode}`);
  });
}
