import type { EngineInfo } from '../../src/plan/events.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { stepWork } from '../../src/plan/step-work.ts';
import type { Lane } from './lanes.ts';
import type { RunChange } from './run-changes.ts';
import type { RunState } from './run-state.ts';
import type { RunView } from './run-view.ts';

const states: Readonly<Record<RunState, string>> = {
  queued: 'Queued',
  preparing: 'Preparing',
  running: 'Running',
  paused: 'Paused',
  finishing: 'Finishing',
  done: 'Done',
  stopped: 'Stopped',
  failed: 'Failed',
  killed: 'Lost its engine',
};

export const stateWord = (state: RunState): string => states[state];

export type Tone = 'plain' | 'live' | 'good' | 'warning' | 'danger';

export function stateTone(state: RunState): Tone {
  if (state === 'done') return 'good';
  if (state === 'failed' || state === 'killed') return 'danger';
  if (state === 'paused' || state === 'stopped') return 'warning';
  return state === 'queued' ? 'plain' : 'live';
}

/** What is happening, in one line. */
export function doingWords(view: RunView, lanes: readonly Lane[]): string {
  if (view.state === 'queued') return 'Waits for the run before it';
  const at = lanes.findIndex((it) => it.stage === view.stage);
  const lane = lanes[at];
  if (view.state === 'preparing' || view.state === 'finishing' || !lane) return view.doing;
  return `${lane.title}, stage ${at + 1} of ${lanes.length}`;
}

/** 0 … 1 over the steps of all stages. */
export function overallProgress(view: RunView, lanes: readonly Lane[]): number {
  if (view.state === 'done') return 1;
  const all = lanes.reduce((sum, it) => sum + it.steps, 0);
  const done = lanes.reduce((sum, it) => sum + Math.min(it.steps, view.done[it.stage] ?? 0), 0);
  return all === 0 ? view.summary.progress : done / all;
}

/** Seconds until the last step, from the pace of this stage and from what the steps of each cost. */
export function secondsLeft(view: RunView, plan: Pick<Plan, 'networks' | 'stages'>): number | null {
  const here = plan.stages.find((it) => it.id === view.stage);
  if (view.speed === null || view.speed <= 0 || !here) return null;
  const left = plan.stages.reduce(
    (sum, it) => sum + Math.max(0, it.steps - (view.done[it.id] ?? 0)) * stepWork(plan, it),
    0,
  );
  return left / (view.speed * stepWork(plan, here));
}

/** Images a second: as the engine counted them, else by the pace of the steps that were heard of. */
export function imageRate(
  { use, speed }: RunView,
  lane: Pick<Lane, 'stage' | 'batch'> | undefined,
): number | null {
  if (lane && use?.stage === lane.stage) return use.examplesPerSecond;
  return lane && speed !== null ? speed * lane.batch : null;
}

/** `TensorFlow 2.20.0, CPU` */
export const engineWords = ({ kind, version, device }: EngineInfo): string =>
  kind === 'tensorflow' ? `TensorFlow ${version}, ${device}` : 'plain JavaScript';

/** A plain sentence where the engine is the slow one. */
export function slowEngine(engine: EngineInfo): string | null {
  return engine.kind === 'cpu'
    ? 'This is the plain JavaScript engine: the same numbers, many times slower. Set up TensorFlow with “npm run engine -- cpu”.'
    : null;
}

const news: Readonly<Record<Exclude<RunChange['change'], 'ended'>, string>> = {
  queued: 'waits for its turn',
  started: 'has started',
  paused: 'is paused',
  resumed: 'goes on',
};

const ends: Readonly<Partial<Record<RunState, string>>> = {
  done: 'is done',
  stopped: 'was stopped',
  failed: 'failed',
  killed: 'lost its engine',
};

/** A turn of a run in a sentence: said aloud, and shown where nobody looks at the run. Steps change too often. */
export function runNews({ summary: { title, status }, change }: RunChange): string {
  return `${title} ${change === 'ended' ? ends[status] : news[change]}.`;
}
