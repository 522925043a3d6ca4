import { defineLoss } from '../define-loss.ts';
import { mapsParam } from '../ports.ts';
import { bothShallow, RELATION_PORTS } from '../relation-ports.ts';
import { rkdAngle } from './op.ts';

export const rkdAngleLoss = defineLoss({
  name: 'rkd-angle',
  title: 'Relational angle',
  summary: 'The angles between each three examples are to be what they are for the teacher.',
  source: 'Park, Kim, Lu, Cho: Relational knowledge distillation (2019), arXiv:1904.05068.',
  keywords: ['rkd', 'relation', 'angle', 'triplets'],
  help: `The half of relational distillation that looks at triples: the angle at one example between two others.

## When to use it
Together with the relational distance; alone where distances of the two layers cannot be compared at all. It needs three
examples in a batch, and its cost grows with the third power of the batch: 64 is cheap, 512 is not.

## Formula
L = w · (1/n³) Σᵢⱼₖ ℓ(Aˢᵢⱼₖ − Aᵗᵢⱼₖ), Aᵢⱼₖ = cos ∠(eⱼ − eᵢ, eₖ − eᵢ), eˢ [n, s], eᵗ [n, t], ℓ(d) = d²/2 where |d| < 1,
else |d| − ½. With both shallow layers, e joins the means over places of shallow and deep.`,
  op: rkdAngle,
  inputs: RELATION_PORTS,
  infer: bothShallow,
  weight: {
    value: 50,
    help: 'The loss is multiplied by it. 50 is usual for classifiers (RepDistiller), 2 for embeddings (Park et al.).',
  },
  params: { maps: mapsParam() },
});
