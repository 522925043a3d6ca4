import { defineLoss } from '../define-loss.ts';
import { featureDistance } from './op.ts';

export const featureDistanceLoss = defineLoss({
  name: 'feature-distance',
  title: 'Feature distance',
  summary: 'Draws a layer of the student to a layer of the teacher, value by value.',
  source: 'Romero et al.: FitNets: hints for thin deep nets (2015), arXiv:1412.6550.',
  keywords: ['fitnet', 'hint', 'mse', 'feature', 'l2'],
  help: `The student's layer is to hold the values of the teacher's.

## When to use it
Where both layers mean the same and have one shape, or behind a projector that gives the student's the teacher's shape.

## Formula
L = w · (1/m) Σ (fˢ − fᵗ)², f [n, …s], m = n·s entries.`,
  op: featureDistance,
  inputs: {
    student: { kind: 'activation', dims: ['n', '...s'], gradient: 'yes', title: 'student layer' },
    teacher: { kind: 'activation', dims: ['n', '...s'], gradient: 'no', title: 'teacher layer' },
  },
  weight: {
    value: 100,
    help: 'The loss is multiplied by it; 100 is usual beside cross-entropy where the mean is taken over all entries.',
  },
  params: {},
});
