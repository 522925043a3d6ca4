import { real } from '../../params.ts';
import { defineLoss } from '../define-loss.ts';
import { equalLayers } from '../ports.ts';
import { activationBoundary } from './op.ts';

export const activationBoundaryLoss = defineLoss({
  name: 'activation-boundary',
  title: 'Activation boundary (AB)',
  summary: "Each unit is to be on where the teacher's is on, and off where it is off.",
  source:
    'Heo et al.: Knowledge transfer via distillation of activation boundaries (2019), arXiv:1811.03233.',
  keywords: ['ab', 'boundary', 'hinge', 'margin', 'relu'],
  help: `Only the sign of a unit is learned, with a margin: where the border between on and off lies in the space of images.

## When to use it
On values before ReLU, as a start before the training proper. Layers need one shape; put a projector behind the student's where
they differ.

## Formula
L = w · (1/n) Σ [t ≤ 0, s > −m] (s + m)² + [t > 0, s ≤ m] (s − m)², s, t [n, …s] before ReLU, the sum over a layer's units`,
  op: activationBoundary,
  inputs: equalLayers,
  weight: {
    value: 0.003,
    help: '0.003 is usual for the last stage; each earlier stage gets half of the one after it (RepDistiller).',
  },
  params: {
    margin: real(
      1,
      { min: 0.01, max: 100 },
      { title: 'Margin', help: 'How far beyond the border a unit must be to cost nothing.', step: 0.1 },
    ),
  },
});
