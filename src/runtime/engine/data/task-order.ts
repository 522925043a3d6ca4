import type { Stage } from '../../../plan/plan.ts';
import { tasksOf } from '../../../plan/tasks.ts';
import { streamOf } from '../streams.ts';
import type { LoadedSource } from './load-source.ts';
import { type TrainingOrder, trainingOrder } from './order.ts';

/** The order in which a stage goes through its data, a function of (seed, step) alone. */
export function stageOrder(stage: Stage, sources: ReadonlyMap<string, LoadedSource>): TrainingOrder {
  const views = stage.cache?.views ?? null;
  const { seed, batch } = stage;
  const orders = tasksOf(stage).map(({ read }) => {
    const { parts, shift, masking } = sources.get(read) as LoadedSource;
    return trainingOrder(parts.train.places.length, { seed, batch, shift, masking, views });
  });
  const [only, ...others] = orders;
  if (only && others.length === 0) return only;
  const turns = taskTurns(stage);
  return {
    perEpoch: orders.reduce((sum, it) => sum + it.perEpoch, 0),
    at(step) {
      const place = turns(step);
      return { ...(orders[place.task] as TrainingOrder).at(place.step), place };
    },
  };
}

/** Of which task a step is, and how many steps of that task were before it. */
export type TaskStep = { readonly task: number; readonly step: number };

/** The turns of a stage's tasks: each step is drawn by the tasks' shares, from the seed and the step's number. */
export function taskTurns({ seed, tasks = [] }: Pick<Stage, 'seed' | 'tasks'>): (step: number) => TaskStep {
  const drawn: TaskStep[] = [];
  const done = tasks.map(() => 0);
  const draw = (step: number): number => {
    const at = streamOf(seed, 'task', step).uniform();
    let below = 0;
    const found = tasks.findIndex(({ share }) => {
      below += share;
      return at < below;
    });
    // Shares sum to 1 but for rounding.
    return found < 0 ? tasks.length - 1 : found;
  };
  return (step) => {
    for (let at = drawn.length; at <= step; at += 1) {
      const task = draw(at);
      drawn.push({ task, step: done[task] as number });
      done[task] = (done[task] as number) + 1;
    }
    return drawn[step] as TaskStep;
  };
}
