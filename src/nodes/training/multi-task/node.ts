import { z } from 'zod';
import type { ModelType, PortSpec } from '../../../pipeline/ports.ts';
import type { Lowered } from '../../../plan/builder.ts';
import { defineNode } from '../../define.ts';
import { real } from '../../params.ts';
import { comparisonParams, engineWish, stageDraft, stageParams } from '../stage-params.ts';

const NUMBERS = [1, 2, 3, 4, 5, 6] as const;
type Task = `task${(typeof NUMBERS)[number]}`;
type Model = `model${(typeof NUMBERS)[number]}`;

const task = (number: number) =>
  ({
    kind: 'scalar',
    title: `loss ${number}`,
    help: 'Of one task, on data of its own.',
  }) as const satisfies PortSpec;
const model = (number: number) =>
  ({
    kind: 'model',
    title: `model ${number}`,
    help: `The student of loss ${number}.`,
  }) as const satisfies PortSpec;

/** Views of random images would have to be the same for all tasks. */
const { teacherCache: _, views: __, ...params } = stageParams;

type LoweredModel = Extract<Lowered, { kind: 'model' }>;

export const multiTask = defineNode({
  type: 'training.multi-task',
  version: 1,
  category: 'training',
  title: 'Multi-task trainer',
  summary: 'Trains students of several tasks in turns, by one optimizer.',
  source:
    'Turns: Clark et al.: BAM (2019), arXiv:1907.04829; tasks by their size to the power 0.75 as in TextBrewer, arXiv:2002.12620.',
  keywords: ['sysmt', 'multi-task', 'BAM', 'shared trunk', 'sampling', 'joint', 'turns'],
  goal: true,
  help: `Each step is of one task: its batch, its loss, its student. Which one is drawn anew at every step, larger tasks more
often.

## When to use it
For students that share a trunk (*Shared trunk*), whose weights the steps of all tasks train. Students that share nothing learn the
same with a trainer each. Annealed sums of a distillation loss and one of the labels make it BAM: the progress that they ask
for is that of all steps together. Learning rate and clipping are common too; with Adam the moments of a task's own
layers stand still in the steps of others. Each student is measured on its own data. With *baseline* the same students are
trained once more in the same turns, each on its labels alone, sharing what they share, from the same start.

## Formula
P(task k) = nₖ^τ / Σⱼ nⱼ^τ, nₖ training examples, drawn from (seed, step) alone;
steps = epochs · Σₖ ⌈nₖ / batch⌉; in a step of task k: θ ← θ − η · ∂Lₖ/∂θ. τ = 0 takes all tasks equally often, τ = 1 by size.
With several losses in a task, the balance is ‖wᵢ · ∂Lᵢ/∂θ‖₂ of each, on the batch of a step of that task.`,
  inputs: {
    task1: task(1),
    task2: task(2),
    task3: { ...task(3), optional: true },
    task4: { ...task(4), optional: true },
    task5: { ...task(5), optional: true },
    task6: { ...task(6), optional: true },
    optimizer: { kind: 'optimizer', title: 'optimizer', help: 'One for all tasks.' },
  },
  outputs: {
    model1: model(1),
    model2: model(2),
    model3: { ...model(3), optional: true },
    model4: { ...model(4), optional: true },
    model5: { ...model(5), optional: true },
    model6: { ...model(6), optional: true },
  },
  params: z.strictObject({
    tau: real(
      0.75,
      { min: 0, max: 2 },
      {
        title: 'Sampling τ',
        help: 'How much more often larger tasks come: 0 not at all, 1 by size.',
        step: 0.25,
      },
    ),
    ...params,
    ...comparisonParams,
  }),
  infer: ({ inputs }) => ({
    outputs: Object.fromEntries(
      NUMBERS.flatMap((number): [Model, ModelType][] => {
        const [trained, ...others] = inputs[`task${number}`]?.trains ?? [];
        return trained && others.length === 0 ? [[`model${number}`, trained]] : [];
      }),
    ),
  }),
  lower: ({ params: { tau, baseline, balance, ...own }, inputs, plan }) => {
    const all = { ...own, teacherCache: 'auto', views: 1 } as const;
    plan.engine(engineWish(all));
    const draft = stageDraft(all, inputs.optimizer.optimizer, { balance });
    const wired = NUMBERS.flatMap((number) => {
      const loss = inputs[`task${number}` satisfies Task];
      return loss ? [{ number, loss }] : [];
    });
    const { stage, tasks } = plan.joint({
      ...draft,
      losses: wired.map(({ number, loss }) => ({ port: `task${number}`, total: loss.ref })),
      tau,
    });
    const baselines = baseline ? plan.baselines(stage, draft) : [];
    const models = new Map(
      wired.map(({ number }, at) => {
        const { network, source } = tasks[at] as (typeof tasks)[number];
        const alone = baselines[at]?.network ?? null;
        return [number, { kind: 'model', network, source, alone } as LoweredModel];
      }),
    );
    return {
      model1: models.get(1) as LoweredModel,
      model2: models.get(2) as LoweredModel,
      model3: models.get(3),
      model4: models.get(4),
      model5: models.get(5),
      model6: models.get(6),
    };
  },
});
