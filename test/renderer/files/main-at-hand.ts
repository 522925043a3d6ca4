import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { IpcMain, IpcMainInvokeEvent } from 'electron';
import { answerCalls } from '../../../electron/answer-calls.ts';
import { appPlaces } from '../../../electron/app-places.ts';
import { callNames, pushNames } from '../../../electron/channels.ts';
import type { Bridge, PushName, PushValue } from '../../../electron/contract.ts';
import type { Dialogs } from '../../../electron/dialogs.ts';
import { Documents } from '../../../electron/documents.ts';
import { makeHandlers } from '../../../electron/make-handlers.ts';
import { OpenTabs, type WindowState } from '../../../electron/open-tabs.ts';
import { PickedModels } from '../../../electron/picked-models.ts';
import { RecentFiles } from '../../../electron/recent-files.ts';
import { RecoveryStore } from '../../../electron/recovery-store.ts';
import { Runs } from '../../../electron/runs.ts';
import { Tickets } from '../../../electron/tickets.ts';
import { checkout } from '../../../scripts/setup/places.mjs';
import { nodeLauncher } from '../../../src/runtime/node-launcher.ts';

export type MainAtHand = {
  readonly tabs: OpenTabs;
  /** Answers of the person to the system's dialogs, one after the other: a path, or undefined where they cancel. */
  readonly picks: (string | undefined)[];
  /** What the page said of itself last. */
  readonly described: () => WindowState | undefined;
  readonly asked: readonly string[];
  /** Whether the page asked for the window to be closed. */
  readonly closing: () => boolean;
  readonly push: <N extends PushName>(name: N, value: PushValue<N>) => void;
};

/**
 * The main process without Electron: its own handlers, schemas and files in a folder of the test, behind the bridge
 * that the page knows. Only the system's dialogs are answered by the test.
 */
export async function mainAtHand(folder: string): Promise<MainAtHand> {
  const state = join(folder, 'state');
  mkdirSync(state);
  const places = appPlaces(checkout, null, state, join(folder, 'home'));
  const picks: (string | undefined)[] = [];
  const pick = async (): Promise<string | undefined> => picks.shift();
  const dialogs: Dialogs = { openFile: pick, saveFile: pick, tell: async () => {}, ask: async () => 0 };
  const tickets = new Tickets();
  const recent = await RecentFiles.open(state, tickets, () => {});
  const models = await PickedModels.open(state, join(folder, 'models'));
  const tabs = await OpenTabs.open(state, tickets);
  const documents = new Documents({ dialogs, tickets, recent, tabs, home: folder, noticed: () => {} });
  const recovery = new RecoveryStore(join(state, 'recovery'), () => {});
  const listeners = new Map<string, Set<(value: never) => void>>(pushNames.map((it) => [it, new Set()]));
  const push = <N extends PushName>(name: N, value: PushValue<N>): void => {
    for (const listener of listeners.get(name) ?? []) listener(value as never);
  };
  const runs = new Runs({
    ...{ places, models, tickets, push },
    launcher: nodeLauncher(places.engineEntry),
    version: '0.0.0',
    busy: () => {},
    log: () => {},
  });
  let described: WindowState | undefined;
  let closing = false;
  const asked: string[] = [];
  const channels = new Map<string, (event: IpcMainInvokeEvent, input: unknown) => unknown>();
  answerCalls({
    ipc: { handle: (channel, answer) => void channels.set(channel, answer) } satisfies Pick<
      IpcMain,
      'handle'
    >,
    isOurs: () => true,
    log: () => {},
    handlers: makeHandlers({
      ...{ places, dialogs, tickets, recent, documents, recovery, tabs, models, runs },
      versions: { version: '0.0.0', platform: process.platform, electron: '' },
      theme: { choose: async () => {} },
      clipboard: { readText: () => '', writeText: () => {} } as never,
      openAddress: async () => {},
      openFolder: async () => {},
      showFile: () => {},
      window: {
        describe: (it) => {
          described = it;
          return tabs.tell(it);
        },
        edit: () => {},
        close: () => {
          closing = true;
        },
      },
    }),
  });
  const call = Object.fromEntries(
    callNames.map((name) => [
      name,
      async (input: unknown) => {
        asked.push(name);
        return channels.get(`call:${name}`)?.({} as IpcMainInvokeEvent, structuredClone(input));
      },
    ]),
  );
  const on = Object.fromEntries(
    pushNames.map((name) => [
      name,
      (listener: (value: never) => void) => {
        listeners.get(name)?.add(listener);
        return () => listeners.get(name)?.delete(listener);
      },
    ]),
  );
  Object.assign(globalThis, { window: { potstill: { call, on } as unknown as Bridge } });
  return { tabs, picks, described: () => described, asked, closing: () => closing, push };
}
