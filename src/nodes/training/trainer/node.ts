import { z } from 'zod';
import { defineNode } from '../../define.ts';
import { choice, flag, integer, real } from '../../params.ts';

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
With *baseline* the same student is trained once more from the same start, in the same order, on the labels alone, to show
what the teacher brought.

## Formula
steps = epochs · ⌈examples / batch⌉; g ← g · min(1, clip / ‖g‖₂) over all trained weights together.`,
  inputs: {
    loss: { kind: 'scalar', title: 'loss' },
    optimizer: { kind: 'optimizer', title: 'optimizer' },
  },
  outputs: { model: { kind: 'model', title: 'model', help: 'The trained student.' } },
  params: z.strictObject({
    epochs: integer(5, { min: 1, max: 10_000 }, { title: 'Epochs', help: 'Passes over the training part.' }),
    batch: integer(128, { min: 1, max: 65_536 }, { title: 'Batch', help: 'Examples a step.' }),
    seed: integer(
      1,
      { min: 1, max: 2 ** 31 - 1 },
      { title: 'Seed', help: 'Initial weights, order of examples and everything else that is drawn.' },
    ),
    clip: real(
      0,
      { min: 0, max: 1e6 },
      {
        title: 'Clip gradients at',
        help: 'Largest global norm of the gradient. 0 for no clipping.',
        step: 0.5,
      },
    ),
    baseline: flag(false, {
      title: 'Baseline',
      help: 'Also train the same student without a teacher, to compare.',
    }),
    engine: choice(['auto', 'tensorflow', 'cpu'], 'auto', {
      title: 'Engine',
      help: 'Automatic takes TensorFlow where it is installed and plain JavaScript otherwise.',
      titles: { auto: 'Automatic', tensorflow: 'TensorFlow', cpu: 'Plain JavaScript' },
    }),
  }),
  lower: ({ params, inputs, plan }) => {
    plan.engine(params.engine);
    const stage = {
      epochs: params.epochs,
      batch: params.batch,
      seed: params.seed,
      clip: params.clip > 0 ? params.clip : null,
      optimizer: inputs.optimizer.optimizer,
    };
    const id = plan.stage({ ...stage, total: inputs.loss.ref });
    const { network, source } = plan.trainedBy(id);
    const alone = params.baseline ? plan.baseline(id, stage) : null;
    return { model: { kind: 'model', network, source, alone } };
  },
});
