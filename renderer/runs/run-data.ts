import type { RunRecord, RunSummary } from '../../electron/contract.ts';
import type { Document } from '../../src/pipeline/document.ts';
import type { RunEvent } from '../../src/plan/events.ts';
import type { Balance } from '../../src/plan/loss-balance.ts';
import type { Note, Origin, Plan } from '../../src/plan/plan.ts';
import { type Lane, lanesOf, type Track, trackKey } from './lanes.ts';
import { nodeProgress } from './node-progress.ts';
import { isLive, type RunState } from './run-state.ts';
import type { Answered, ParameterSet, RunView } from './run-view.ts';
import { Speed } from './speed.ts';
import { StageCurves } from './stage-curves.ts';

/** A run that is open in the window: what never changes, what only grows with its steps, and the number of the next event. */
export type RunData = {
  readonly run: string;
  readonly documentText: string;
  readonly document: Document | null;
  readonly plan: Plan;
  readonly origin: Origin;
  readonly planNotes: readonly Note[];
  readonly lanes: readonly Lane[];
  readonly tracks: readonly Track[];
  readonly titles: ReadonlyMap<string, string>;
  /** By the key of their track. */
  readonly curves: ReadonlyMap<string, StageCurves>;
  /** What each of several losses brought, by stage. */
  readonly balances: ReadonlyMap<string, Balance[]>;
  /** What networks answered to the examples that are watched, by stage and in the order of steps. */
  readonly answers: ReadonlyMap<string, Answered[]>;
  readonly speed: Speed;
  next: number;
};

/** Opens a run from its record. */
export function openRun(record: RunRecord): { data: RunData; view: RunView } {
  const { lanes, tracks, document, titles } = lanesOf(record);
  const data: RunData = {
    run: record.summary.run,
    documentText: record.document,
    document,
    plan: record.plan,
    origin: record.origin,
    planNotes: record.notes,
    lanes,
    tracks,
    titles,
    curves: new Map(tracks.map(({ key }) => [key, new StageCurves()])),
    balances: new Map(record.plan.stages.map(({ id }) => [id, []])),
    answers: new Map(record.plan.stages.map(({ id }) => [id, []])),
    speed: new Speed(),
    next: 0,
  };
  const view = ingest(data, freshView(record.summary), record.events);
  return { data, view: withSummary(data, view, record.summary) };
}

/**
 * Takes events in: metrics into the columns, all else into the next view. Events that were taken before are
 * stepped over. Cost grows with the events, never with what is already there.
 */
export function ingest(data: RunData, view: RunView, events: readonly RunEvent[]): RunView {
  const draft = { ...view, done: { ...view.done }, revision: view.revision + 1 };
  for (const event of events) {
    if (event.seq < data.next) continue;
    data.next = event.seq + 1;
    draft.elapsed = event.time;
    take(data, draft, event);
  }
  draft.speed = draft.state === 'running' ? data.speed.perSecond : null;
  if (draft.state !== 'running') draft.use = null;
  draft.progress = progressOf(data, draft);
  return draft;
}

/** What main says of the run as a whole: queued, paused, and how it ended. */
export function withSummary(data: RunData, view: RunView, summary: RunSummary): RunView {
  const next = { ...view, summary, state: stateOf(view.state, summary) };
  const rests = next.state !== 'running' && { speed: null, use: null };
  return { ...next, ...rests, progress: progressOf(data, next) };
}

/**
 * The engine tells what it is preparing or finishing while main knows the run only as running, and says that it has
 * ended before main has seen it leave. A run that goes on again was queued first.
 */
function stateOf(before: RunState, { status }: RunSummary): RunState {
  const finer = before === 'preparing' || before === 'finishing' || !isLive(before);
  return status === 'running' && finer ? before : status;
}

type Draft = { -readonly [key in keyof RunView]: RunView[key] } & { done: Record<string, number> };

function take(data: RunData, draft: Draft, event: RunEvent): void {
  switch (event.kind) {
    case 'run-started':
      draft.engine = event.engine;
      draft.ended = null;
      draft.problem = null;
      if (event.resumedAt) rewind(data, draft, event.resumedAt.stage, event.resumedAt.step);
      return;
    case 'stage-started':
      draft.stage = event.stage;
      draft.state = 'running';
      draft.doing = '';
      draft.use = null;
      data.speed.reset();
      rewind(data, draft, event.stage, event.step);
      return;
    case 'metrics': {
      data.curves.get(trackKey(event.stage, event.student))?.append(event);
      const step = event.steps.at(-1);
      if (step === undefined) return;
      draft.done[event.stage] = Math.max(step, draft.done[event.stage] ?? 0);
      data.speed.add(event.time, step);
      return;
    }
    case 'balance':
      data.balances.get(event.stage)?.push(event);
      return;
    case 'usage':
      draft.use = event;
      draft.mostMemory = Math.max(event.memory, draft.mostMemory ?? 0);
      return;
    case 'profile':
      draft.profiles = { ...draft.profiles, [event.stage]: event };
      return;
    case 'epoch':
      draft.epochs = [...draft.epochs, event];
      draft.done[event.stage] = Math.max(event.step, draft.done[event.stage] ?? 0);
      return;
    case 'gates':
      draft.gates = [
        ...draft.gates.filter(
          ({ stage, network, layer }) =>
            stage !== event.stage || network !== event.network || layer !== event.layer,
        ),
        event,
      ];
      return;
    case 'parameter-set':
      draft.changes = [...draft.changes.filter((it) => !isSameChange(it, event)), event];
      return;
    case 'examples':
      draft.examples = [
        ...draft.examples.filter((it) => it.source !== event.source || it.part !== event.part),
        event,
      ];
      return;
    case 'answers':
      takeAnswers(data.answers.get(event.stage) ?? [], event);
      return;
    case 'comparison':
      draft.comparisons = [...draft.comparisons.filter((it) => it.output !== event.output), event];
      return;
    case 'similarity':
      draft.similarities = [...draft.similarities.filter((it) => it.output !== event.output), event];
      return;
    case 'evaluation':
      draft.evaluations = [...draft.evaluations.filter((it) => it.output !== event.output), event];
      return;
    case 'saved-model':
      draft.models = [...draft.models.filter((it) => it.output !== event.output), event];
      return;
    case 'router':
      draft.systems = [...draft.systems.filter((it) => it.output !== event.output), event];
      return;
    case 'checkpoint':
      draft.checkpoint = { stage: event.stage, step: event.step };
      return;
    case 'state':
      if (event.state !== draft.state) data.speed.reset();
      draft.state = event.state;
      draft.doing = event.text;
      return;
    case 'note':
      draft.notes = [...draft.notes, event.text];
      return;
    case 'problem':
      draft.problem = event;
      return;
    case 'run-ended':
      draft.ended = event;
      draft.state = event.how;
      draft.doing = '';
  }
}

/** Whether both tell of one number at one step: a run that goes on from there tells it again. */
const isSameChange = (one: ParameterSet, other: ParameterSet): boolean =>
  one.stage === other.stage &&
  one.step === other.step &&
  one.at === other.at &&
  one.path.join('/') === other.path.join('/');

/** An epoch that was measured just before a run broke off is measured again by the one that goes on. */
function takeAnswers(before: Answered[], event: Answered): void {
  const same = before.findIndex(
    (it) => it.step === event.step && it.source === event.source && it.part === event.part,
  );
  if (same < 0) before.push(event);
  else before[same] = event;
}

/** A resumed run writes again what came after its checkpoint. */
function rewind(data: RunData, draft: Draft, stage: string, step: number): void {
  const from = data.lanes.findIndex((it) => it.stage === stage);
  rewindCurves(data, stage, step);
  forgetAfter(data.balances.get(stage), step);
  forgetAfter(data.answers.get(stage), step);
  // Stages run in order: what comes before is done, whichever of its events were seen.
  for (const earlier of data.lanes.slice(0, Math.max(0, from))) draft.done[earlier.stage] = earlier.steps;
  draft.done[stage] = step;
  for (const later of data.lanes.slice(from + 1)) {
    rewindCurves(data, later.stage, -1);
    forgetAfter(data.balances.get(later.stage), -1);
    forgetAfter(data.answers.get(later.stage), -1);
    delete draft.done[later.stage];
  }
  const kept = new Set(data.lanes.slice(0, from).map((it) => it.stage));
  const before = (it: { readonly stage: string; readonly step: number }): boolean =>
    kept.has(it.stage) || (it.stage === stage && it.step <= step);
  draft.epochs = draft.epochs.filter(before);
  // What was changed later on is changed again there, and told again.
  draft.changes = draft.changes.filter(before);
}

function rewindCurves({ tracks, curves }: RunData, stage: string, step: number): void {
  for (const it of tracks) if (it.stage === stage) curves.get(it.key)?.rewind(step);
}

function forgetAfter(told: { readonly step: number }[] | undefined, step: number): void {
  const from = told?.findIndex((it) => it.step > step) ?? -1;
  if (from >= 0) told?.splice(from);
}

function progressOf(data: RunData, view: RunView): RunView['progress'] {
  const delivered = new Set([...view.evaluations, ...view.models, ...view.systems].map((it) => it.output));
  const { lanes, origin, plan } = data;
  // A leaderboard is made of what others deliver.
  const outputs = plan.outputs.filter((it) => it.kind !== 'leaderboard');
  return nodeProgress({ ...view, lanes, origin, outputs, delivered });
}

function freshView(summary: RunSummary): RunView {
  return {
    summary,
    state: summary.status,
    doing: '',
    engine: null,
    stage: null,
    done: {},
    speed: null,
    use: null,
    mostMemory: null,
    profiles: {},
    elapsed: 0,
    epochs: [],
    evaluations: [],
    models: [],
    systems: [],
    gates: [],
    changes: [],
    examples: [],
    comparisons: [],
    similarities: [],
    problem: null,
    ended: null,
    checkpoint: null,
    notes: [],
    progress: new Map(),
    revision: 0,
  };
}
