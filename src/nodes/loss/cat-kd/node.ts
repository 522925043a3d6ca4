import { integer } from '../../params.ts';
import { defineLoss } from '../define-loss.ts';
import { mapPorts } from '../ports.ts';
import { catKd } from './op.ts';

export const catKdLoss = defineLoss({
  name: 'cat-kd',
  title: 'Class attention (CAT-KD)',
  summary: 'The student is to see each class where in the image the teacher sees it.',
  source: 'Guo et al.: Class attention transfer based knowledge distillation (2023), arXiv:2304.12777.',
  keywords: ['cat', 'cam', 'class', 'attention', 'map'],
  help: `A class activation map says where in the image a class is seen. Maps are pooled to a few places, brought to length 1 and
compared, class by class.

## When to use it
Where the last convolution has a channel for each class and its means are the logits. By itself it teaches without labels.

## Formula
L = w · (1/(n·c·r²)) Σ (Aˢ − Aᵗ)², A [n,r,r,c] = a/‖a‖₂ over the r² places, a the maps f [n,h,w,c] pooled to r×r`,
  op: catKd,
  inputs: mapPorts('c'),
  weight: {
    value: 100,
    help: 'The loss is multiplied by it. The authors choose it for each pair of networks; 100 is our choice.',
  },
  params: {
    resolution: integer(
      2,
      { min: 1, max: 64 },
      {
        title: 'Resolution',
        help: 'Places along each side that maps are pooled to. Few are better: only the rough place is taught.',
      },
    ),
  },
});
