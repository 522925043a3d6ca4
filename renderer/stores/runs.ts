import { create } from 'zustand';
import type { Bridge, PushValue, RunSummary } from '../../electron/contract.ts';
import { type Problem, ProblemError } from '../../src/pipeline/problem.ts';
import type { RunEvent } from '../../src/plan/events.ts';
import type { HotWish } from '../../src/plan/hot-parameters.ts';
import { bridge, unwrap } from '../bridge.ts';
import { problemOf } from '../problem-of.ts';
import type { NodeProgress } from '../runs/node-progress.ts';
import { ingest, openRun, type RunData, withSummary } from '../runs/run-data.ts';
import { isLive } from '../runs/run-state.ts';
import type { RunView } from '../runs/run-view.ts';

export type OpenedRun = { readonly data: RunData; readonly view: RunView };

/** What a run was told to do and has not done yet. */
export type RunAsked = 'pause' | 'resume' | 'stop' | 'continue';

/** What one document's canvas shows of runs. */
export type Attachment = {
  /** The run that the canvas shows the progress of: the last one started from it. */
  readonly attached: string | null;
  /** The run before whose profile the canvas shows for as long as the attached run has none. */
  readonly profiled: string | null;
};

const NOTHING_ATTACHED: Attachment = { attached: null, profiled: null };

export type RunsState = Attachment & {
  /** All runs, newest first; null until main has answered. */
  readonly summaries: readonly RunSummary[] | null;
  /** Runs that wait, next one first. */
  readonly queue: readonly string[];
  /** The run that the panel shows. */
  readonly current: string | null;
  /** The key of the document that the canvas shows. */
  readonly canvas: string;
  /** What the other open documents have attached, by their keys. */
  readonly parked: Readonly<Record<string, Attachment>>;
  /** The document that a run was started from, for as long as this window is open. */
  readonly startedFrom: Readonly<Record<string, string>>;
  /** Runs that are open, by id. Views change, data is appended to. */
  readonly opened: Readonly<Record<string, OpenedRun>>;
  /** By run; gone as soon as the run stands otherwise. */
  readonly asked: Readonly<Record<string, RunAsked>>;
  /** Why the last thing asked for did not happen. */
  readonly refusal: Problem | null;
};

export type RunsActions = {
  /** Listens to main and reads the list; returns the undoing of both. */
  connect(): () => void;
  refresh(): Promise<void>;
  /**
   * Starts a run of a document and shows it; the problems where it does not compile.
   *
   * @param repeat the run whose changes, made while it went on, are made again
   */
  start(text: string, ticket: string | null, profile?: boolean, repeat?: string): Promise<readonly Problem[]>;
  /** Changes a number of the loss or the optimizer of a run that goes on. */
  change(run: string, wish: HotWish): Promise<void>;
  /** Starts another run of the document that a run was made from, with what was changed on its way. What is shown stays. */
  runAgain(run: string): Promise<void>;
  /** Shows a run. */
  open(run: string): Promise<void>;
  pause(run: string): Promise<void>;
  resume(run: string): Promise<void>;
  stop(run: string): Promise<void>;
  continueRun(run: string): Promise<void>;
  rename(run: string, title: string): Promise<void>;
  /** Gives each of these runs the one tags and takes the others from it. */
  tag(runs: readonly string[], add: readonly string[], remove: readonly string[]): Promise<void>;
  /** Deletes them one after the other, up to the first that cannot be. */
  removeAll(runs: readonly string[]): Promise<void>;
  /** Stops what goes on among these, and takes what waits out of the queue. */
  stopAll(runs: readonly string[]): Promise<void>;
  /** Puts a run that waits at the head of the queue. */
  runNext(run: string): Promise<void>;
  reveal(run: string): Promise<void>;
  /** Shows the trace file of a profiled stage in its folder. */
  revealTrace(run: string, stage: string): Promise<void>;
  /** The canvas shows the document of this run now. */
  attach(run: string): void;
  /** The canvas shows this document now, and what was attached to it before. */
  showCanvas(document: string): void;
  dismissRefusal(): void;
};

export type RunsStore = RunsState & RunsActions;

/** So many runs are kept open beside the current one; older ones are read again when asked for. */
const KEPT = 4;

/** The store of all runs. `main` is asked for when it is needed, so that a test can hand in another. */
export function createRunsStore(main: () => Bridge) {
  return create<RunsStore>((set, get) => {
    /** Frames that arrive while a run is being read; they may hold what its record does not yet. */
    const reading = new Map<string, RunEvent[]>();

    const update = (run: string, change: (opened: OpenedRun) => RunView): void => {
      const opened = get().opened[run];
      if (!opened) return;
      const view = change(opened);
      set(({ opened: all }) => ({ opened: { ...all, [run]: { data: opened.data, view } } }));
    };

    const read = async (run: string): Promise<void> => {
      if (reading.has(run)) return;
      const early: RunEvent[] = [];
      reading.set(run, early);
      try {
        const record = await unwrap(main().call['run.read']({ run }));
        const { data, view } = openRun(record);
        // The list may have heard of a change since main wrote the record.
        const known = get().summaries?.find((it) => it.run === run) ?? record.summary;
        const ready = withSummary(data, ingest(data, view, early), known);
        set(({ opened, current, profiled }) => ({
          opened: keep({ ...opened, [run]: { data, view: ready } }, [current, profiled]),
        }));
      } finally {
        reading.delete(run);
      }
    };

    const onFrame = ({ run, events }: PushValue<'run.frame'>): void => {
      const early = reading.get(run);
      if (early) {
        early.push(...events);
        return;
      }
      const opened = get().opened[run];
      if (!opened) return;
      const first = events.find((it) => it.seq >= opened.data.next);
      if (!first) return;
      // A frame was missed (the window was asleep or reloaded): what is on disk is whole.
      if (first.seq > opened.data.next) void attempt(() => read(run));
      else update(run, ({ data, view }) => ingest(data, view, events));
    };

    const onChanged = ({ summary }: PushValue<'run.changed'>): void => {
      const { run } = summary;
      const before = get().summaries?.find((it) => it.run === run);
      if (before?.status !== summary.status) forget(run);
      set(({ summaries, queue }) => ({
        summaries: newestFirst(summaries ?? [], summary),
        queue: queued(queue, summary),
      }));
      update(run, ({ data, view }) => withSummary(data, view, summary));
      if (summary.status === 'running' && get().opened[run] === undefined) showBegun(run);
    };

    /** A run whose turn has come. What the person looks at stays; the canvas shows the progress all the same. */
    const showBegun = (run: string): void => {
      const { current, attached, open } = get();
      if (current === null) void open(run);
      else if (attached === run) void attempt(() => read(run));
    };

    const onRemoved = ({ run }: PushValue<'run.removed'>): void =>
      set(({ summaries, queue, opened, current, attached, profiled }) => {
        const { [run]: _, ...rest } = opened;
        return {
          summaries: summaries?.filter((it) => it.run !== run) ?? null,
          queue: queue.filter((it) => it !== run),
          opened: rest,
          current: current === run ? null : current,
          attached: attached === run ? null : attached,
          profiled: profiled === run ? null : profiled,
        };
      });

    /** What goes wrong is shown, never thrown at a button. */
    const attempt = async (work: () => Promise<unknown>): Promise<void> => {
      try {
        await work();
      } catch (error) {
        set({ refusal: problemOf(error) });
      }
    };

    const forget = (run: string): void => set(({ asked: { [run]: _, ...asked } }) => ({ asked }));

    /** Tells a run to do something; until it has, the asking is shown. */
    const ask = (run: string, what: RunAsked): Promise<void> =>
      attempt(async () => {
        set(({ asked }) => ({ asked: { ...asked, [run]: what } }));
        try {
          await unwrap(main().call[`run.${what}`]({ run }));
        } catch (error) {
          forget(run);
          throw error;
        }
      });

    return {
      summaries: null,
      queue: [],
      current: null,
      ...NOTHING_ATTACHED,
      canvas: '',
      parked: {},
      startedFrom: {},
      opened: {},
      asked: {},
      refusal: null,

      connect() {
        const { on } = main();
        const undo = [
          on['run.frame'](onFrame),
          on['run.changed'](onChanged),
          on['run.removed'](onRemoved),
          on['run.queue'](({ runs }) => set({ queue: runs })),
        ];
        void get().refresh();
        return () => {
          for (const it of undo) it();
        };
      },
      refresh: () =>
        attempt(async () => {
          const summaries = await unwrap(main().call['run.list']({}));
          const oldestFirst = [...summaries].sort((a, b) => a.created - b.created);
          set(({ queue }) => ({
            summaries: oldestFirst.toReversed(),
            queue: oldestFirst.reduce(queued, queue),
          }));
          const live = summaries.find((it) => it.status === 'running' || it.status === 'paused');
          if (live && get().current === null) await get().open(live.run);
        }),
      async start(text, ticket, profile = false, repeat) {
        // Main takes its time, and another document may be shown by then.
        const from = get().canvas;
        try {
          const answer = await unwrap(
            main().call['run.start']({ text, ticket, profile, ...(repeat !== undefined && { repeat }) }),
          );
          if ('problems' in answer) return answer.problems;
          const { current, opened } = get();
          const busy = current !== null && opened[current] && isLive(opened[current].view.state);
          set((before) => attachedTo(from, answer.run, before));
          // A second run queues: the one that is running stays in view, and the list tells of the other.
          if (busy) await get().refresh();
          else await get().open(answer.run);
          return [];
        } catch (error) {
          return [problemOf(error)];
        }
      },
      runAgain: (run) =>
        attempt(async () => {
          const { opened } = get();
          const text =
            opened[run]?.data.documentText ?? (await unwrap(main().call['run.read']({ run }))).document;
          const answer = await unwrap(
            main().call['run.start']({ text, ticket: null, profile: false, repeat: run }),
          );
          const [first] = 'problems' in answer ? answer.problems : [];
          if (first) throw new ProblemError(first);
        }),
      open: (run) =>
        attempt(async () => {
          set({ current: run });
          if (get().opened[run] === undefined) await read(run);
        }),
      change: (run, wish) => attempt(() => unwrap(main().call['run.set']({ run, wish }))),
      pause: (run) => ask(run, 'pause'),
      resume: (run) => ask(run, 'resume'),
      stop: (run) => ask(run, 'stop'),
      async continueRun(run) {
        set((before) => attachedTo(before.startedFrom[run] ?? before.canvas, run, before));
        await ask(run, 'continue');
        await get().open(run);
      },
      rename: (run, title) => attempt(() => unwrap(main().call['run.rename']({ run, title }))),
      tag: (runs, add, remove) =>
        attempt(() =>
          unwrap(main().call['run.tag']({ runs: [...runs], add: [...add], remove: [...remove] })),
        ),
      removeAll: (runs) =>
        attempt(async () => {
          for (const run of runs) {
            await unwrap(main().call['run.remove']({ run }));
            onRemoved({ run });
          }
        }),
      async stopAll(runs) {
        const { queue, summaries } = get();
        // From the end of the queue on, and what runs last: none of them begins meanwhile.
        for (const run of queue.toReversed()) if (runs.includes(run)) await ask(run, 'stop');
        for (const { run, status } of summaries ?? [])
          if (runs.includes(run) && (status === 'running' || status === 'paused')) await ask(run, 'stop');
      },
      runNext: (run) => attempt(() => unwrap(main().call['run.next']({ run }))),
      reveal: (run) => attempt(() => unwrap(main().call['run.reveal']({ run }))),
      revealTrace: (run, stage) => attempt(() => unwrap(main().call['run.reveal-trace']({ run, stage }))),
      attach: (run) =>
        set(({ canvas, startedFrom }) => ({ attached: run, startedFrom: { [run]: canvas, ...startedFrom } })),
      showCanvas(document) {
        set((now) => {
          const { canvas, attached, profiled, parked } = now;
          if (canvas === document) return now;
          const { [document]: back = NOTHING_ATTACHED, ...others } = parked;
          return { canvas: document, ...back, parked: { ...others, [canvas]: { attached, profiled } } };
        });
        const { attached, opened, summaries } = get();
        const begun = summaries?.some((it) => it.run === attached && it.status !== 'queued');
        if (attached !== null && opened[attached] === undefined && begun) void attempt(() => read(attached));
      },
      dismissRefusal: () => set({ refusal: null }),
    };
  });
}

export const useRuns = createRunsStore(bridge);

/** How far a node of the canvas has come in the run started from it; undefined where it has no part in one. */
export const nodeProgress =
  (node: string) =>
  ({ attached, opened }: RunsState): NodeProgress | undefined =>
    attached === null ? undefined : opened[attached]?.view.progress.get(node);

/** The run that goes on or waits of those that were started from a document. */
export const liveRunOf = ({ summaries, startedFrom }: RunsState, document: string): RunSummary | undefined =>
  summaries?.find(({ run, status }) => startedFrom[run] === document && isLive(status));

/** The run that the panel shows. */
export const currentRun = ({ current, opened }: RunsState): OpenedRun | undefined =>
  current === null ? undefined : opened[current];

function newestFirst(all: readonly RunSummary[], changed: RunSummary): readonly RunSummary[] {
  const at = all.findIndex((it) => it.run === changed.run);
  if (at >= 0) return all.with(at, changed);
  return [changed, ...all].sort((a, b) => b.created - a.created);
}

/** The queue once a run stands so: whoever begins to wait waits behind the others. */
function queued(queue: readonly string[], { run, status }: RunSummary): readonly string[] {
  const waits = queue.includes(run);
  if (status === 'queued') return waits ? queue : [...queue, run];
  return waits ? queue.filter((it) => it !== run) : queue;
}

/** The run whose profile the canvas shows: of those that were started from it the last that has one. */
export const profiledRun = (state: RunsState): OpenedRun | undefined => {
  const run = lastProfiled(state);
  return run === null ? undefined : state.opened[run];
};

/** The document that a run was started from shows it from now on, whether it is on the canvas or not. */
function attachedTo(document: string, run: string, before: RunsState): Partial<RunsState> {
  const { canvas, parked, opened } = before;
  const startedFrom = { ...before.startedFrom, [run]: document };
  const own = document === canvas ? before : (parked[document] ?? NOTHING_ATTACHED);
  const next = { attached: run, profiled: lastProfiled({ ...own, opened }) };
  return document === canvas
    ? { ...next, startedFrom }
    : { startedFrom, parked: { ...parked, [document]: next } };
}

function lastProfiled({ attached, profiled, opened }: Attachment & Pick<RunsState, 'opened'>): string | null {
  const has = (run: string | null): boolean =>
    run !== null && Object.keys(opened[run]?.view.profiles ?? {}).length > 0;
  return has(attached) ? attached : has(profiled) ? profiled : null;
}

/** Drops what was opened longest ago, never what is shown nor one that is still going. */
function keep(opened: RunsState['opened'], shown: readonly (string | null)[]): RunsState['opened'] {
  const idle = Object.keys(opened).filter((run) => {
    const state = opened[run]?.view.state;
    return !shown.includes(run) && state !== undefined && !isLive(state);
  });
  const drop = new Set(idle.slice(0, Math.max(0, idle.length - KEPT)));
  return Object.fromEntries(Object.entries(opened).filter(([run]) => !drop.has(run)));
}
