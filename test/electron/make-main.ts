import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { answerCalls } from '../../electron/answer-calls.ts';
import { type AppPlaces, appPlaces } from '../../electron/app-places.ts';
import type { Answer, CallName, CallOutput, PushName, PushValue } from '../../electron/contract.ts';
import type { Dialogs } from '../../electron/dialogs.ts';
import { Documents } from '../../electron/documents.ts';
import { makeHandlers } from '../../electron/make-handlers.ts';
import { OpenTabs } from '../../electron/open-tabs.ts';
import { PickedModels } from '../../electron/picked-models.ts';
import { RecentFiles } from '../../electron/recent-files.ts';
import { RecoveryStore } from '../../electron/recovery-store.ts';
import { Runs } from '../../electron/runs.ts';
import { Tickets } from '../../electron/tickets.ts';
import { checkout } from '../../scripts/setup/places.mjs';
import type { Launcher } from '../../src/runtime/link.ts';

type Options = {
  readonly dialogs: Dialogs;
  readonly launcher?: Launcher;
  readonly isOurs?: () => boolean;
  /** In the place of writing down what is pushed to the window. */
  readonly push?: (name: PushName) => void;
};

const noEngine: Launcher = () => {
  throw new Error('No engine is to start here.');
};

/**
 * The main process without Electron: its parts are the real ones, in a folder of the test; what only Electron can
 * do is written down instead.
 */
export async function makeMain(
  root: string,
  { dialogs, launcher = noEngine, isOurs = () => true, push: tell }: Options,
) {
  const places: AppPlaces = appPlaces(checkout, null, join(root, 'state'), join(root, 'home'));
  const documentFolder = join(root, 'documents');
  mkdirSync(documentFolder, { recursive: true });
  const logged: string[] = [];
  const done: string[] = [];
  const pushed: { readonly name: PushName; readonly value: unknown }[] = [];
  const busy: boolean[] = [];
  let clipboard = '';

  const tickets = new Tickets();
  const recent = await RecentFiles.open(places.state, tickets, () => undefined);
  const models = await PickedModels.open(places.state, places.models);
  const recovery = new RecoveryStore(join(places.state, 'recovery'), (text) => logged.push(text));
  const tabs = await OpenTabs.open(places.state, tickets);
  const documents = new Documents({
    tabs,
    dialogs,
    tickets,
    recent,
    home: documentFolder,
    noticed: () => undefined,
  });
  const push = <N extends PushName>(name: N, value: PushValue<N>): void => {
    tell?.(name);
    pushed.push({ name, value });
  };
  const runs = new Runs({
    ...{ places, launcher, models, tickets, push },
    version: '0.0.0-test',
    busy: (it) => busy.push(it),
    log: (text) => logged.push(text),
  });
  const handlers = makeHandlers({
    ...{ places, dialogs, tickets, recent, documents, recovery, tabs, models, runs },
    versions: { version: '0.0.0-test', platform: process.platform, electron: '0' },
    theme: { choose: async (source) => void done.push(`theme ${source}`) },
    clipboard: {
      readText: async () => clipboard,
      writeText: async (text) => {
        clipboard = text;
      },
    },
    openAddress: async (url) => void done.push(`address ${url}`),
    openFolder: async (path) => void done.push(`folder ${path}`),
    showFile: (path) => done.push(`file ${path}`),
    window: {
      describe: ({ name }) => void done.push(`title ${name}`),
      edit: (command) => done.push(`edit ${command}`),
      close: () => done.push('close'),
    },
  });

  const listeners = new Map<string, (event: never, input: unknown) => Promise<unknown>>();
  answerCalls({
    ipc: { handle: (channel, listener) => void listeners.set(channel, listener as never) },
    handlers,
    isOurs,
    log: (text, error) => logged.push(error instanceof Error ? `${text}: ${error.message}` : text),
  });
  /** As the page asks: through the channel, with whatever it sends. */
  const ask = async <N extends CallName>(name: N, input: unknown): Promise<Answer<CallOutput<N>>> => {
    const listener = listeners.get(`call:${name}`);
    if (!listener) throw new Error(`Nobody answers ${name}.`);
    return (await listener({} as never, structuredClone(input))) as Answer<CallOutput<N>>;
  };
  /** As ask, where an answer is expected. */
  const call = async <N extends CallName>(name: N, input: unknown): Promise<CallOutput<N>> => {
    const answer = await ask(name, input);
    if (answer.ok) return answer.value;
    throw new Error(answer.problem.message);
  };
  const channels = [...listeners.keys()];
  return {
    places,
    documentFolder,
    tickets,
    documents,
    recent,
    runs,
    handlers,
    ask,
    call,
    channels,
    logged,
    done,
    pushed,
    busy,
  };
}
