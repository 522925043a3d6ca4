import { defineLoss } from '../define-loss.ts';
import { mapsParam } from '../ports.ts';
import { bothShallow, RELATION_PORTS } from '../relation-ports.ts';
import { rkdDistance } from './op.ts';

export const rkdDistanceLoss = defineLoss({
  name: 'rkd-distance',
  title: 'Relational distance',
  summary: 'Examples that the teacher sees close together are to be close for the student too.',
  source: 'Park, Kim, Lu, Cho: Relational knowledge distillation (2019), arXiv:1904.05068.',
  keywords: ['rkd', 'relation', 'distance', 'metric', 'pairs'],
  help: `The half of relational distillation that looks at pairs: how far two examples are from each other, measured by the
mean distance in the batch. Layers of different width fit, since only relations are compared.

## When to use it
Where the student's layers are narrower than the teacher's, or where what counts is the order of neighbours, as in search by
likeness. Beside labels or tempered softmax, seldom alone. A larger batch holds more pairs.

## Formula
L = w · (1/n²) Σᵢⱼ ℓ(Dˢᵢⱼ/μˢ − Dᵗᵢⱼ/μᵗ), D [n, n] distances of eˢ [n, s] and eᵗ [n, t], μ their mean over i ≠ j,
ℓ(d) = d²/2 where |d| < 1, else |d| − ½. With both shallow layers, e joins the means over places of shallow and deep.`,
  op: rkdDistance,
  inputs: RELATION_PORTS,
  infer: bothShallow,
  weight: {
    value: 25,
    help: 'The loss is multiplied by it. 25 is usual for classifiers (RepDistiller), 1 for embeddings (Park et al.).',
  },
  params: { maps: mapsParam() },
});
