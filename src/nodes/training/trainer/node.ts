import { z } from 'zod';
import { defineNode } from '../../define.ts';
import { comparisonParams, engineWish, stageDraft, stageParams } from '../stage-params.ts';

export const trainer = defineNode({
  type: 'training.trainer',
  version: 1,
  category: 'training',
  title: 'Trainer',
  summary: 'Minimises a loss: epochs, batch, seed.',
  source: 'Potstill.',
  keywords: ['fit', 'epochs', 'batch', 'run', 'baseline'],
  goal: true,
  help: `Runs the training. Whatever the loss reaches without passing a frozen network is trained.

## When to use it
One for each training; several in one pipeline run one after another, in the order in which they depend on each other.
With *baseline* the same student is trained once more in the same order on the labels alone, from the same start (from
weights that are drawn anew where it began with those of another network), to show
what the teacher brought. A frozen teacher answers each image once where every epoch shows it the same images; with
random shifts it runs at every step, unless *teacher's answers* asks for some views that come again.

## Formula
steps = epochs · ⌈examples / batch⌉; g ← g · min(1, clip / ‖g‖₂) over all trained weights together.
With several losses Lₖ of weights wₖ, the balance is ‖wₖ · ∂Lₖ/∂θ‖₂ of each, on the batch of the step.
With n views, epoch e sees the random draws of epoch e mod n.`,
  inputs: {
    loss: { kind: 'scalar', title: 'loss' },
    optimizer: { kind: 'optimizer', title: 'optimizer' },
  },
  outputs: {
    model: {
      kind: 'model',
      title: 'model',
      help: 'The trained student, or the students that learned together.',
    },
  },
  params: z.strictObject({
    ...stageParams,
    ...comparisonParams,
  }),
  infer: ({ inputs: { loss } }) => {
    const [model, ...others] = loss?.trains ?? [];
    if (model === undefined) return {};
    return {
      outputs: { model: others.length === 0 ? model : { kind: 'model', several: others.length + 1 } },
    };
  },
  lower: ({ params, inputs, plan }) => {
    plan.engine(engineWish(params));
    const stage = stageDraft(params, inputs.optimizer.optimizer, { balance: params.balance });
    const id = plan.stage({ ...stage, total: inputs.loss.ref });
    const { networks, source } = plan.studentsOf(id);
    const baselines = params.baseline ? plan.baselines(id, stage) : [];
    const [student, ...others] = networks.map((network, at) => ({
      network,
      alone: baselines[at]?.network ?? null,
    }));
    // A stage that trains nothing is refused when it is made.
    const trained = student as { network: string; alone: string | null };
    return { model: { kind: 'model', source, ...trained, ...(others.length > 0 && { others }) } };
  },
});
