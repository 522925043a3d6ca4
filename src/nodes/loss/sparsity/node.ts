import { defineLoss } from '../define-loss.ts';
import { studentLayer } from '../ports.ts';
import { sparsity } from './op.ts';

export const sparsityLoss = defineLoss({
  name: 'sparsity',
  title: 'Activation limit',
  summary: 'Keeps the activations of a layer small and few.',
  source:
    'Olshausen, Field: Emergence of simple-cell receptive field properties by learning a sparse code (1996).',
  keywords: ['sparsity', 'l1', 'activation', 'limit', 'hint', 'penalty'],
  help: `A limit on what a layer may hold: values that nothing needs go to zero.

## When to use it
Beside a hint, on the student's layer, so that it learns with few active units. Needs no teacher.

## Formula
L = w · (1/m) Σ |f|, f [n, …s], m = n·s entries`,
  op: sparsity,
  inputs: { student: studentLayer(['n', '...s']) },
  weight: {
    value: 0.0001,
    help: 'The loss is multiplied by it. 0.0001 is our choice beside a hint of weight 100.',
  },
  params: {},
});
