import { z } from 'zod';
import { defineNode } from '../../define.ts';
import { real } from '../../params.ts';
import { crossEntropy } from './op.ts';

export const crossEntropyLoss = defineNode({
  type: 'loss.cross-entropy',
  version: 1,
  category: 'loss',
  title: 'Cross-entropy',
  summary: 'Learns the true labels.',
  source: 'Label smoothing: Szegedy et al. (2016), arXiv:1512.00567.',
  keywords: ['labels', 'classification', 'supervised', 'hard', 'smoothing'],
  help: `The ordinary loss of a classifier.

## When to use it
To train without a teacher, or as the hard part beside a distillation loss.

## Formula
L = −(1/n) Σᵢ log softmax(zᵢ)[yᵢ], z [n, c], y [n]. With smoothing s the target is (1 − s)·onehot(y) + s/c.`,
  inputs: {
    student: { kind: 'activation', dims: ['n', 'c'], gradient: 'yes', title: 'student logits' },
    labels: { kind: 'labels', classes: 'c', title: 'labels', help: 'A data wire brings its labels.' },
  },
  outputs: { loss: { kind: 'scalar', title: 'loss' } },
  params: z.strictObject({
    smoothing: real(
      0,
      { min: 0, max: 0.5 },
      { title: 'Label smoothing', help: 'Share of the target that is spread over all classes.', step: 0.05 },
    ),
  }),
  lower: ({ params, inputs, plan }) => ({
    loss: {
      kind: 'tensor',
      ref: plan.term(
        crossEntropy,
        { student: plan.tensor(inputs.student), labels: plan.labels(inputs.labels) },
        { smoothing: params.smoothing },
      ),
    },
  }),
});
