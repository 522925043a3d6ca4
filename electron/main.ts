import { join } from 'node:path';
import { app, dialog } from 'electron';
import { ProblemError } from '../src/pipeline/problem.ts';
import { appPlaces } from './app-places.ts';
import { discreet, Log } from './log.ts';
import { Named, namedDocuments } from './named-documents.ts';
import { pageAddress } from './page-address.ts';
import { lockDownApp } from './security.ts';
import { openStudio } from './studio.ts';

// The start of the app: what must be said before Electron is ready, one app a person, and the studio.

const rendererUrl = app.isPackaged ? undefined : process.env.ELECTRON_RENDERER_URL;
const page = pageAddress(rendererUrl);
lockDownApp(page);

// Windows shows notes of apps that it knows by their id alone; not proven.
if (process.platform === 'win32') app.setAppUserModelId('org.potstill.studio');

const state = app.getPath('userData');
const log = new Log(join(state, 'logs'));
process.on('uncaughtException', (error) => log.write('An error that nobody foresaw', error));
process.on('unhandledRejection', (error) => log.write('An error that nobody waited for', error));

function fail(error: unknown): void {
  log.write('Potstill could not start', error);
  const reason = error instanceof ProblemError ? error.message : discreet(String(error));
  dialog.showErrorBox(
    'Potstill could not start',
    `${reason}\n\nYour documents and runs are not touched. The log says more:\n${log.folder}`,
  );
  app.exit(1);
}

function start(): void {
  const resources = app.isPackaged ? process.resourcesPath : null;
  const places = appPlaces(app.getAppPath(), resources, state);
  const studio = app
    .whenReady()
    .then(() => openStudio({ places, page, development: rendererUrl !== undefined, log }));
  const show = (documents: readonly string[]): void =>
    void studio
      .then((it) => it.show(documents))
      .catch((error: unknown) => log.write('Showing failed', error));
  studio.catch(fail);

  if (named.documents.length > 0) show(named.documents);
  app.on('second-instance', (_event, _argv, _folder, data) =>
    show(Named.safeParse(data).data?.documents ?? []),
  );
  // macOS, not proven.
  app.on('open-file', (event, path) => {
    event.preventDefault();
    show([path]);
  });
  app.on('activate', () => show([]));
}

const named = namedDocuments(process.argv, process.cwd(), process.defaultApp === true);
if (app.requestSingleInstanceLock(named)) start();
else app.quit();
