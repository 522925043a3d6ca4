import { defineOptimizerNode, moments, weightDecay } from '../define-optimizer-node.ts';
import { adam } from './op.ts';

export const adamOptimizer = defineOptimizerNode({
  name: 'adam',
  title: 'Adam',
  summary: 'Adapts the step of every weight; a good first choice.',
  source: 'Kingma, Ba (2015), arXiv:1412.6980.',
  keywords: ['adaptive', 'moments'],
  help: `Scales each weight's step by the history of its gradient.

## When to use it
First: it needs little tuning. 0.001 suits most small networks.

## Formula
m ← β₁m + (1 − β₁)g; v ← β₂v + (1 − β₂)g²; w ← w − η · m̂ / (√v̂ + ε), all of the weight's own shape.`,
  learningRate: 0.001,
  rule: adam,
  params: { ...moments, weightDecay: weightDecay(0, 'L2 penalty on kernels, through the gradient.') },
});
