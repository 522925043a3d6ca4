import { defineOptimizerNode, moments, weightDecay } from '../define-optimizer-node.ts';
import { adamw } from './op.ts';

export const adamwOptimizer = defineOptimizerNode({
  name: 'adamw',
  title: 'AdamW',
  summary: 'Adam with weight decay that does not pass through the gradient.',
  source: 'Loshchilov, Hutter (2019), arXiv:1711.05101.',
  keywords: ['adaptive', 'decay', 'decoupled'],
  help: `Adam, with kernels shrunk by a fixed share each step.

## When to use it
For transformers, and wherever weight decay matters.

## Formula
w ← (1 − η·λ)w, then Adam's step, all of the weight's own shape.`,
  learningRate: 0.001,
  rule: adamw,
  params: {
    ...moments,
    weightDecay: weightDecay(0.01, 'Share by which kernels shrink, times the learning rate.'),
  },
});
