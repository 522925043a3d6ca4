import { app, type BrowserWindow, powerMonitor } from 'electron';
import type { Closing } from './closing.ts';

type Options = {
  readonly browser: BrowserWindow;
  readonly closing: Closing;
  /** Everything was answered and ended; nothing holds the window any more. */
  readonly mayGo: () => boolean;
  readonly log: (text: string, error?: unknown) => void;
};

/** Leads every way in which the app can be made to end to Closing: with questions where a person asked for it. */
export function watchEndings({ browser, closing, mayGo, log }: Options): void {
  const ask = (event: { preventDefault(): void }): void => {
    if (mayGo()) return;
    event.preventDefault();
    closing.request().catch((error: unknown) => log('Closing failed', error));
  };
  const end = (why: string): void => {
    log(`Ending: ${why}`);
    closing.end().catch((error: unknown) => log('Ending failed', error));
  };
  browser.on('close', ask);
  app.on('before-quit', ask);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => end(signal));
  // Linux and macOS wait for us where they are asked to; the event's type does not say so. Windows: not proven.
  const shutdown = (event: { preventDefault(): void }): void => {
    event.preventDefault();
    end('the system shuts down');
  };
  powerMonitor.on('shutdown', shutdown as () => void);
  browser.on('query-session-end', () => end('the session ends'));
}
