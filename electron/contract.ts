import { z } from 'zod';
import { ModelFile } from '../src/nodes/params.ts';
import { Problem } from '../src/pipeline/problem.ts';
import { HyperbandSweep, PlainSweep } from '../src/pipeline/sweep/sweep.ts';
import { RunEvent } from '../src/plan/events.ts';
import { HotWish } from '../src/plan/hot-parameters.ts';
import { Note, Origin, Plan } from '../src/plan/plan.ts';
import { RunFacts, RunTag, RunTags } from '../src/plan/run-facts.ts';

/**
 * All that passes between the window and the main process. Main registers its handlers by walking `call`;
 * the preload makes one named function of each entry and one subscription of each `push`. Both sides parse.
 *
 * The window never sees a path: a file that the person picked is a ticket, a run is an id.
 */

/** Names a file that the person picked in a dialog, dropped, or saved; only main knows where it lies. */
const Ticket = z.string().regex(/^[0-9a-f]{32}$/);
const RunId = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$/);
const DocumentText = z.string().max(50_000_000);
const Nothing = z.strictObject({});
/** Of an open document, chosen by the page. */
const Key = z.string().regex(/^[a-z0-9-]{1,64}$/);

export const OpenedDocument = z.object({
  ticket: Ticket,
  name: z.string(),
  /** The name of the folder that it lies in, to tell two files of one name apart. */
  folder: z.string(),
  text: z.string(),
});
export type OpenedDocument = z.infer<typeof OpenedDocument>;

export const RecentDocument = z.object({
  ticket: Ticket,
  name: z.string(),
  folder: z.string(),
  opened: z.number(),
});
export type RecentDocument = z.infer<typeof RecentDocument>;

/** Work that was never saved, found after a crash. */
export const Recovery = z.object({
  key: z.string(),
  name: z.string(),
  ticket: Ticket.nullable(),
  folder: z.string().nullable(),
  text: z.string(),
  written: z.number(),
});
export type Recovery = z.infer<typeof Recovery>;

/** What was open when the window ended without a word, tab by tab. */
export const LeftOpen = z.object({
  tabs: z.array(z.object({ key: Key, ticket: Ticket.nullable() })),
  active: Key.nullable(),
});
export type LeftOpen = z.infer<typeof LeftOpen>;

export const RunStatus = z.enum(['queued', 'running', 'paused', 'done', 'stopped', 'failed', 'killed']);
export type RunStatus = z.infer<typeof RunStatus>;

export const RunSummary = z.object({
  run: RunId,
  title: z.string(),
  status: RunStatus,
  /** Milliseconds since 1970. */
  created: z.number(),
  /** Why it ended, in a sentence; empty while it has not. */
  ending: z.string(),
  /** 0 … 1 over all stages. */
  progress: z.number(),
  /** A checkpoint is there to go on from. */
  resumable: z.boolean(),
  /** The student's, 0 … 1, as it was measured at the end; null where it was not. */
  accuracy: z.number().nullable(),
  /** The person's own words for it. */
  tags: RunTags,
});
export type RunSummary = z.infer<typeof RunSummary>;

export const RunRecord = z.object({
  summary: RunSummary,
  document: z.string(),
  /** What is run: its stages, the networks they train and their roles, before the first event tells of them. */
  plan: Plan,
  /** From plan ids to nodes of the document, for legends and progress on the canvas. */
  origin: Origin,
  notes: z.array(Note),
  events: z.array(RunEvent),
});
export type RunRecord = z.infer<typeof RunRecord>;

export const EngineState = z.object({
  /** `ready`: the native engine is there; `slow`: only plain JavaScript. */
  state: z.enum(['ready', 'slow']),
  name: z.string(),
  device: z.string(),
  /** How to get the fast engine; empty where it is there. */
  advice: z.string(),
});
export type EngineState = z.infer<typeof EngineState>;

export const MENU_COMMANDS = [
  'new',
  'open',
  'save',
  'save-as',
  'export-png',
  'export-svg',
  'export-python',
  'close-tab',
  'reopen-closed',
  'close',
  'gallery',
  'runs',
  'compare',
  'undo',
  'redo',
  'history',
  'cut',
  'copy',
  'paste',
  'duplicate',
  'delete',
  'select-all',
  'add-node',
  'arrange',
  'frame',
  'subgraph',
  'unpack',
  'note',
  'find',
  'fit',
  'zoom-in',
  'zoom-out',
  'zoom-reset',
  'next-tab',
  'previous-tab',
  'run',
  'run-profile',
  'sweep',
  'pause',
  'stop',
  'commands',
  'shortcuts',
  'about',
  'save-then-close',
  'toggle-snap',
  'toggle-minimap',
  'toggle-profile',
] as const;
export const MenuCommand = z.enum(MENU_COMMANDS);
export type MenuCommand = z.infer<typeof MenuCommand>;

/**
 * Keys of the menu, in Electron's words (`CmdOrCtrl` is Ctrl but on macOS). The menu acts on them and the page lists them;
 * keys of the canvas alone (space, arrows, Escape) are the page's own.
 */
export const ACCELERATORS: Readonly<Partial<Record<MenuCommand, string>>> = {
  new: 'CmdOrCtrl+N',
  open: 'CmdOrCtrl+O',
  save: 'CmdOrCtrl+S',
  'save-as': 'CmdOrCtrl+Shift+S',
  'close-tab': 'CmdOrCtrl+W',
  'reopen-closed': 'CmdOrCtrl+Shift+O',
  close: 'CmdOrCtrl+Shift+W',
  'next-tab': 'Ctrl+Tab',
  'previous-tab': 'Ctrl+Shift+Tab',
  gallery: 'CmdOrCtrl+Shift+N',
  runs: 'CmdOrCtrl+Shift+L',
  compare: 'CmdOrCtrl+Shift+R',
  undo: 'CmdOrCtrl+Z',
  redo: 'CmdOrCtrl+Shift+Z',
  cut: 'CmdOrCtrl+X',
  copy: 'CmdOrCtrl+C',
  paste: 'CmdOrCtrl+V',
  duplicate: 'CmdOrCtrl+D',
  delete: 'Delete',
  'select-all': 'CmdOrCtrl+A',
  'add-node': 'CmdOrCtrl+K',
  arrange: 'CmdOrCtrl+Shift+F',
  frame: 'CmdOrCtrl+G',
  subgraph: 'CmdOrCtrl+Shift+G',
  unpack: 'CmdOrCtrl+Shift+U',
  note: 'CmdOrCtrl+Shift+T',
  find: 'CmdOrCtrl+F',
  history: 'CmdOrCtrl+Shift+H',
  commands: 'CmdOrCtrl+Shift+K',
  fit: 'CmdOrCtrl+1',
  'zoom-in': 'CmdOrCtrl+=',
  'zoom-out': 'CmdOrCtrl+-',
  'zoom-reset': 'CmdOrCtrl+0',
  run: 'CmdOrCtrl+Enter',
  'run-profile': 'CmdOrCtrl+Shift+Enter',
  pause: 'CmdOrCtrl+Shift+P',
  stop: 'CmdOrCtrl+.',
  shortcuts: 'CmdOrCtrl+/',
  'toggle-snap': "CmdOrCtrl+'",
  'toggle-minimap': 'CmdOrCtrl+Shift+M',
};

/** What the system does in a text field; elsewhere the same commands are the page's. */
export const EDIT_COMMANDS = ['undo', 'redo', 'cut', 'copy', 'paste', 'delete', 'select-all'] as const;

/** A picture and the pipeline in it. */
const MOST_PICTURE_BYTES = 200_000_000;

export const contract = {
  call: {
    'app.info': {
      in: Nothing,
      out: z.object({ version: z.string(), platform: z.string(), electron: z.string(), engine: EngineState }),
    },
    'theme.set': { in: z.strictObject({ source: z.enum(['system', 'light', 'dark']) }), out: Nothing },
    /** https only, after a question that shows the host. */
    'link.open': {
      in: z.strictObject({ url: z.string().max(2048) }),
      out: z.object({ opened: z.boolean() }),
    },
    'clipboard.write': { in: z.strictObject({ text: DocumentText }), out: Nothing },
    'clipboard.read': { in: Nothing, out: z.object({ text: z.string() }) },

    /** Null where the person cancelled the dialog. */
    'document.open': { in: Nothing, out: OpenedDocument.nullable() },
    'document.reopen': { in: z.strictObject({ ticket: Ticket }), out: OpenedDocument },
    'document.recent': { in: Nothing, out: z.array(RecentDocument) },
    'document.clear-recent': { in: Nothing, out: Nothing },
    /** To the ticket's file; asks for a place where the ticket is null or `as` is set. */
    'document.save': {
      in: z.strictObject({
        ticket: Ticket.nullable(),
        as: z.boolean(),
        name: z.string().max(255),
        text: DocumentText,
      }),
      out: z.object({ ticket: Ticket, name: z.string(), folder: z.string() }).nullable(),
    },
    /** Asks for a place and writes a table or a report of runs there; null where the person cancelled. */
    'report.save': {
      in: z.strictObject({ name: z.string().max(255), format: z.enum(['csv', 'html']), text: DocumentText }),
      out: z.object({ name: z.string() }).nullable(),
    },
    /** Asks for a place and writes a picture of the pipeline there; null where the person cancelled. */
    'picture.save': {
      in: z.strictObject({
        name: z.string().max(255),
        format: z.enum(['svg', 'png']),
        bytes: z.instanceof(Uint8Array).refine((it) => it.length <= MOST_PICTURE_BYTES, 'too large'),
      }),
      out: z.object({ name: z.string() }).nullable(),
    },
    /**
     * Asks for a place and writes the pipeline there as a script of PyTorch; null where the person cancelled, the problems
     * where it cannot be written as one.
     */
    'script.save': {
      in: z.strictObject({ name: z.string().max(255), text: DocumentText, ticket: Ticket.nullable() }),
      out: z.union([z.object({ name: z.string() }), z.object({ problems: z.array(Problem) })]).nullable(),
    },
    /** Keeps unsaved work; called a second after each change. */
    'recovery.keep': {
      in: z.strictObject({
        key: Key,
        name: z.string().max(255),
        ticket: Ticket.nullable(),
        text: DocumentText,
      }),
      out: Nothing,
    },
    'recovery.drop': { in: z.strictObject({ key: Key }), out: Nothing },
    'recovery.list': { in: Nothing, out: z.array(Recovery) },
    'recovery.tabs': { in: Nothing, out: LeftOpen },
    'template.list': { in: Nothing, out: z.array(z.object({ id: z.string(), text: z.string() })) },
    'model.pick': { in: Nothing, out: ModelFile.nullable() },

    /** Compiles and queues; the problems where it does not compile. `profile`: it tells where time and memory go. */
    'run.start': {
      in: z.strictObject({
        text: DocumentText,
        ticket: Ticket.nullable(),
        profile: z.boolean().default(false),
        /** The run whose changes, made while it went on, are made again at the same steps. */
        repeat: RunId.nullable().default(null),
      }),
      out: z.union([z.object({ run: RunId }), z.object({ problems: z.array(Problem) })]),
    },
    /**
     * Compiles every run of a sweep, then queues them all under a tag in common; the problems where one does not compile. Of
     * a search by Hyperband these are the runs of its first round.
     */
    'run.sweep': {
      in: z.strictObject({
        text: DocumentText,
        ticket: Ticket.nullable(),
        sweep: z.union([PlainSweep, HyperbandSweep]),
      }),
      out: z.union([
        z.object({ runs: z.array(RunId), tag: RunTag }),
        z.object({ problems: z.array(Problem) }),
      ]),
    },
    /** What a run would do, in sentences. */
    'run.explain': {
      in: z.strictObject({ text: DocumentText, ticket: Ticket.nullable() }),
      out: z.union([
        z.object({ sentences: z.array(z.string()), notes: z.array(Note) }),
        z.object({ problems: z.array(Problem) }),
      ]),
    },
    'run.pause': { in: z.strictObject({ run: RunId }), out: Nothing },
    'run.resume': { in: z.strictObject({ run: RunId }), out: Nothing },
    /** Changes a number of the loss or the optimizer of a run that goes on, before its next step. */
    'run.set': { in: z.strictObject({ run: RunId, wish: HotWish }), out: Nothing },
    'run.stop': { in: z.strictObject({ run: RunId }), out: Nothing },
    /** Goes on from the newest good checkpoint of a stopped or killed run. */
    'run.continue': { in: z.strictObject({ run: RunId }), out: Nothing },
    /** Puts a run that waits at the head of the queue. */
    'run.next': { in: z.strictObject({ run: RunId }), out: Nothing },
    'run.list': { in: Nothing, out: z.array(RunSummary) },
    'run.read': { in: z.strictObject({ run: RunId }), out: RunRecord },
    /** What is compared of these runs; those that cannot be read are left out. */
    'run.facts': { in: z.strictObject({ runs: z.array(RunId).max(100) }), out: z.array(RunFacts) },
    'run.rename': { in: z.strictObject({ run: RunId, title: z.string().min(1).max(200) }), out: Nothing },
    /** Each run gets the one tags and loses the others. */
    'run.tag': {
      in: z.strictObject({ runs: z.array(RunId).min(1).max(10_000), add: RunTags, remove: z.array(RunTag) }),
      out: Nothing,
    },
    'run.remove': { in: z.strictObject({ run: RunId }), out: Nothing },
    'run.reveal': { in: z.strictObject({ run: RunId }), out: Nothing },
    /** Shows the trace file of a profiled stage in its folder. */
    'run.reveal-trace': { in: z.strictObject({ run: RunId, stage: z.string().max(128) }), out: Nothing },

    /** The window's title with its mark of unsaved work, and what is open in it: closing it asks about all of that. */
    'window.state': {
      in: z.strictObject({
        name: z.string().max(255),
        dirty: z.boolean(),
        tabs: z
          .array(
            z.strictObject({
              key: Key,
              name: z.string().max(255),
              ticket: Ticket.nullable(),
              dirty: z.boolean(),
            }),
          )
          .max(10_000)
          .default([]),
        active: Key.nullable().default(null),
      }),
      out: Nothing,
    },
    /** Edits the text field that has the focus. The preload calls it, so that such a command never reaches the page. */
    'window.edit': { in: z.strictObject({ command: z.enum(EDIT_COMMANDS) }), out: Nothing },
    /** After a save that the close question asked for. */
    'window.close': { in: Nothing, out: Nothing },
  },
  push: {
    /** New events of a run, at most ten times a second. */
    'run.frame': z.object({ run: RunId, events: z.array(RunEvent) }),
    'run.changed': z.object({ summary: RunSummary }),
    'run.removed': z.object({ run: RunId }),
    /** The runs that wait stand in another order, next one first. */
    'run.queue': z.object({ runs: z.array(RunId) }),
    /** What is wrong with a run without being one of its events: it could not start, a checkpoint was damaged. */
    'run.problem': z.object({ run: RunId, problem: Problem }),
    /** Never one of EDIT_COMMANDS while a text field has the focus. */
    'menu.command': z.object({ command: MenuCommand }),
    /** A document that the person opened by the system or the recent-files menu. */
    'document.opened': OpenedDocument,
  },
} as const;

export type Contract = typeof contract;
export type CallName = keyof Contract['call'];
export type PushName = keyof Contract['push'];
export type CallInput<N extends CallName> = z.input<Contract['call'][N]['in']>;
export type CallOutput<N extends CallName> = z.output<Contract['call'][N]['out']>;
export type PushValue<N extends PushName> = z.output<Contract['push'][N]>;

/** Errors cross as data: Electron itself would carry only a message. */
export type Answer<T> = { ok: true; value: T } | { ok: false; problem: Problem };

/** What the preload puts on `window.potstill`: `potstill.call['run.start'](…)`, `potstill.on['run.frame'](…)` returns its own undoing. */
export type Bridge = {
  readonly call: { readonly [N in CallName]: (input: CallInput<N>) => Promise<Answer<CallOutput<N>>> };
  readonly on: { readonly [N in PushName]: (listener: (value: PushValue<N>) => void) => () => void };
};
