import type { Output } from '../../src/plan/plan.ts';
import type { Lane } from './lanes.ts';
import type { RunState } from './run-state.ts';

/** How far one node of the canvas has come in the run that is shown on it. */
export type NodeProgress = {
  /** 0 … 1 over all that the run does for this node. */
  readonly fraction: number;
  readonly phase: 'waiting' | 'active' | 'paused' | 'done' | 'stopped' | 'failed';
};

type Progressing = {
  readonly lanes: readonly Lane[];
  readonly outputs: readonly Output[];
  readonly origin: Readonly<Record<string, readonly string[]>>;
  readonly state: RunState;
  readonly stage: string | null;
  readonly done: Readonly<Record<string, number>>;
  /** Ids of the outputs that have been delivered. */
  readonly delivered: ReadonlySet<string>;
};

/**
 * Where a run stands at each node: a stage counts for the nodes that it comes from (a trainer; a teacher that is
 * trained first; a trainer twice where it trains a baseline too), an output for its own node.
 */
export function nodeProgress(at: Progressing): ReadonlyMap<string, NodeProgress> {
  const parts = new Map<string, { done: number; all: number; active: boolean }>();
  const add = (nodes: readonly string[], done: number, all: number, active: boolean): void => {
    for (const node of nodes) {
      const part = parts.get(node) ?? { done: 0, all: 0, active: false };
      parts.set(node, {
        done: part.done + done,
        all: part.all + all,
        active: part.active || active,
      });
    }
  };
  for (const { stage, steps } of at.lanes) {
    const done = Math.min(steps, at.done[stage] ?? 0);
    add(at.origin[stage] ?? [], done, steps, stage === at.stage && done < steps);
  }
  const trained = at.lanes.every(({ stage, steps }) => (at.done[stage] ?? 0) >= steps);
  for (const { id } of at.outputs) {
    const done = at.delivered.has(id);
    add(at.origin[id] ?? [], done ? 1 : 0, 1, trained && !done);
  }
  const progress = new Map<string, NodeProgress>();
  for (const [node, { done, all, active }] of parts)
    progress.set(node, { fraction: done / all, phase: phaseOf(at.state, done >= all, active) });
  return progress;
}

function phaseOf(state: RunState, done: boolean, active: boolean): NodeProgress['phase'] {
  if (done || state === 'done') return 'done';
  if (!active) return 'waiting';
  if (state === 'failed' || state === 'killed') return 'failed';
  if (state === 'stopped') return 'stopped';
  return state === 'paused' ? 'paused' : 'active';
}
