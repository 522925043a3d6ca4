import { defineLoss } from '../define-loss.ts';
import { mapPorts } from '../ports.ts';
import { ickd } from './op.ts';

export const ickdLoss = defineLoss({
  name: 'ickd',
  title: 'Inter-channel correlation (ICKD)',
  summary: "The student's channels are to go together as the teacher's do.",
  source:
    'Liu et al.: Exploring inter-channel correlation for diversity-preserved knowledge distillation (2021), arXiv:2202.03680.',
  keywords: ['ickd', 'channel', 'correlation', 'gram', 'diversity'],
  help: `The products of each two channels of an example say which features come together; this table is what the student learns.

## When to use it
On the last convolution, with equally many channels or behind a projector. The sizes of the maps may differ.

## Formula
L = w · (1/(n·c)) Σₙ Σᵢⱼ (Gˢᵢⱼ − Gᵗᵢⱼ)², G [n,c,c], Gᵢ = (F Fᵀ)ᵢ / ‖(F Fᵀ)ᵢ‖₂, F [c, h·w] an example's channels`,
  op: ickd,
  inputs: mapPorts('c'),
  weight: { value: 2.5, help: 'The loss is multiplied by it. 2.5 is our choice beside cross-entropy.' },
  params: {},
});
