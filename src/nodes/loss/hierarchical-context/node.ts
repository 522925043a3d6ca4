import { defineLoss } from '../define-loss.ts';
import { equalLayers } from '../ports.ts';
import { hierarchicalContext } from './op.ts';

export const hierarchicalContextLoss = defineLoss({
  name: 'hierarchical-context',
  title: 'Hierarchical context (HCL)',
  summary: 'Compares two maps place by place, and by what their rough regions hold.',
  source: 'Chen et al.: Distilling knowledge via knowledge review (2021), arXiv:2104.09044.',
  keywords: ['hcl', 'review', 'pyramid', 'multi-scale', 'resolution', 'map'],
  help: `A mean of squares tells a student the value of every place. Pooled to 4×4, 2×2 and one place, maps also tell what is in
the image and roughly where, which a small network can match sooner.

## When to use it
On maps of one shape in the place of *Feature distance*; a projector brings them to one shape. *Review (ReviewKD)* takes several
stages at once and compares them so.

## Formula
L = w · Σₖ 2⁻ᵏ · MSE(poolₖ fˢ, poolₖ fᵗ) / Σₖ 2⁻ᵏ, f [n, h, w, c]: k = 0 as they are, k = 1, 2, 3 pooled to 4×4, 2×2, 1×1 as far as
these are smaller. Rows [n, c] have the first part alone.`,
  op: hierarchicalContext,
  inputs: equalLayers,
  weight: {
    value: 1,
    help: 'The loss is multiplied by it. The authors choose it for each pair of networks; 1 is where to begin.',
  },
  params: {},
});
