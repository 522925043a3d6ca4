import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { electronPath } from '../../scripts/setup/electron.mjs';
import { checkout } from '../../scripts/setup/places.mjs';
import { places } from '../../src/runtime/places.ts';
import '../../renderer/bridge.ts';

/** What stays of a person between two starts of the app. */
export type Person = {
  /** Runs, with the data and the engine that set-up prepared. */
  readonly home: string;
  /** Recent files, window, unsaved work, logs. */
  readonly state: string;
  /** A folder for documents. */
  readonly documents: string;
  forget(): void;
};

/** Somebody who never used Potstill. */
export function newPerson(): Person {
  const root = mkdtempSync(join(tmpdir(), 'potstill-person-'));
  const [home, state, documents] = ['home', 'state', 'documents'].map((it) => join(root, it)) as [
    string,
    string,
    string,
  ];
  for (const folder of [home, state, documents]) mkdirSync(folder);
  const real = places();
  for (const shared of ['data', 'engines'] as const) symlinkSync(real[shared], join(home, shared));
  return { home, state, documents, forget: () => rmSync(root, { recursive: true, force: true }) };
}

export type LaunchedApp = {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly person: Person;
  /** Quits as a person who answers every question with going on: unsaved work is dropped, runs are stopped. */
  close(): Promise<void>;
};

export const electronInUse = async (): Promise<string> =>
  process.env.POTSTILL_ELECTRON ?? (await electronPath());

/**
 * Lets the driver look for Electron and find this one. It then holds the app back until it listens; one that it is told by
 * path runs ahead of it, and on a busy machine it waits for ever for a window that came before.
 */
export function letDriverFind(electron: string): void {
  process.env.ELECTRON_OVERRIDE_DIST_PATH = dirname(electron);
}

/**
 * Starts the built app (out/) as a person does. With a person who is handed in, this is their next start, and they are
 * there after it; else it is somebody new, who is gone with the app.
 *
 * @param args after the app's own: switches, names of documents
 */
export async function launchApp({
  args = [],
  person: known,
}: {
  args?: readonly string[];
  person?: Person;
} = {}): Promise<LaunchedApp> {
  const person = known ?? newPerson();
  letDriverFind(await electronInUse());
  const app = await _electron.launch({
    // Chromium has none for root; sandbox.test.ts proves it as another user.
    chromiumSandbox: process.getuid?.() !== 0,
    // The theme is the app's and the system's affair, not the driver's.
    colorScheme: null,
    args: [`--user-data-dir=${person.state}`, checkout, ...args],
    env: { ...(process.env as Record<string, string>), POTSTILL_HOME: person.home },
  });
  const page = await app.firstWindow();
  await page.waitForLoadState('load');
  const close = async (): Promise<void> => {
    await answerWith(app, ["Don't Save", 'Stop and Quit']);
    await app.close();
    if (!known) person.forget();
  };
  return { app, page, person, close };
}

/** From now on each question of the system gets the first of these answers that it offers, else its last one. */
export async function answerWith(app: ElectronApplication, answers: readonly string[]): Promise<void> {
  await app.evaluate(({ dialog }, wanted) => {
    const asked = Object.assign(globalThis, { asked: [] as string[] }).asked;
    dialog.showMessageBox = async (...all: unknown[]) => {
      const { message = '', buttons = [] } = (all.at(-1) ?? {}) as { message?: string; buttons?: string[] };
      asked.push(message);
      const answer = wanted.find((it) => buttons.includes(it));
      const response = answer === undefined ? buttons.length - 1 : buttons.indexOf(answer);
      return { response, checkboxChecked: false };
    };
  }, answers);
}

/** What the system asked since answerWith. */
export const questions = (app: ElectronApplication): Promise<string[]> =>
  app.evaluate(() => (globalThis as unknown as { asked: string[] }).asked);

/** From now on the person picks this file whenever they are asked to open or to save one; null cancels. */
export async function pickFile(app: ElectronApplication, path: string | null): Promise<void> {
  await app.evaluate(({ dialog }, picked) => {
    const canceled = picked === null;
    dialog.showOpenDialog = async () => ({ canceled, filePaths: picked === null ? [] : [picked] });
    dialog.showSaveDialog = async () => ({ canceled, filePath: picked ?? '' });
  }, path);
}
