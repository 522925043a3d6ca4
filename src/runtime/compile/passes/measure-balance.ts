import { operations } from '../../../nodes/operations.gen.ts';
import { lossParts } from '../../../plan/loss-parts.ts';
import type { Stage } from '../../../plan/plan.ts';
import { tasksOf } from '../../../plan/tasks.ts';
import type { Pass } from './pass.ts';

/** The share of a stage's work that measuring may take. */
const BUDGET = 0.03;
/** A short stage is measured more often than that, so that there is something to see. */
const LEAST = 20;
/** No more in one epoch. */
const MOST = 20;

/** Has it measured what each loss brings, where a total is composed of several and the trainer asks for it. */
export const measureBalance: Pass = (plan, { wishes }) => ({
  plan: {
    ...plan,
    stages: plan.stages.map((stage): Stage => {
      if (!wishes.get(stage.id)?.balance) return stage;
      if (!stage.tasks) return { ...stage, balance: balanceOf(stage, stage.steps) };
      const own = tasksOf(stage);
      const tasks = stage.tasks.map((task, at) => {
        // About so many of all steps are of this task.
        const balance = balanceOf(own[at] as Stage, task.share * stage.steps);
        return balance ? { ...task, balance } : task;
      });
      return { ...stage, tasks };
    }),
  },
  notes: [],
});

function balanceOf(stage: Stage, steps: number): Stage['balance'] {
  const parts = lossParts(stage, isComposed);
  return parts.length < 2 ? null : { every: interval({ ...stage, steps }, parts.length), parts };
}

/** An op whose inputs are scalars, every one. */
function isComposed(name: string): boolean {
  const op = operations.find((it) => it.kind === 'term' && it.name === name);
  return (
    op?.kind === 'term' && Object.values(op.inputs).every((shape) => shape !== 'labels' && shape.length === 0)
  );
}

/** A measurement goes forward once and back by each part; a step goes forward once, and back at twice the cost. */
function interval({ steps, epochs }: Pick<Stage, 'steps' | 'epochs'>, parts: number): number {
  const cost = (1 + 2 * parts) / 3;
  const wanted = Math.min(cost / BUDGET, steps / LEAST);
  return Math.ceil(Math.max(1, wanted, steps / epochs / MOST));
}
