import { flag, real } from '../../params.ts';
import { defineOptimizerNode, weightDecay } from '../define-optimizer-node.ts';
import { sgd } from './op.ts';

export const sgdOptimizer = defineOptimizerNode({
  name: 'sgd',
  title: 'SGD with momentum',
  summary: 'Plain gradient descent with a memory of its direction.',
  source: 'Sutskever, Martens, Dahl, Hinton (2013).',
  keywords: ['momentum', 'nesterov', 'gradient descent'],
  help: `Steps along the gradient, smoothed by a velocity.

## When to use it
Residual networks usually end better with it than with Adam, given a schedule.

## Formula
v ← μv + g + λw; w ← w − η·v, all of the weight's own shape.`,
  learningRate: 0.05,
  rule: sgd,
  params: {
    momentum: real(
      0.9,
      { min: 0, max: 0.999 },
      { title: 'Momentum', help: 'Share of the velocity that is kept.', step: 0.05 },
    ),
    nesterov: flag(false, { title: 'Nesterov', help: 'Look ahead along the velocity.' }),
    weightDecay: weightDecay(0, 'L2 penalty on kernels.'),
  },
});
