import { z } from 'zod';
import { defineNode } from '../../define.ts';
import { real } from '../../params.ts';
import { lossInputs } from '../define-loss.ts';
import { mapsParam } from '../ports.ts';
import { bothShallow, RELATION_PORTS } from '../relation-ports.ts';
import { rkdAngle } from '../rkd-angle/op.ts';
import { rkdDistance } from '../rkd-distance/op.ts';
import { weightedSum } from '../weighted-sum/op.ts';

export const rkdLoss = defineNode({
  type: 'loss.rkd',
  version: 1,
  category: 'loss',
  title: 'Relational (RKD)',
  summary: 'Learns how examples stand to each other: their distances and the angles between them.',
  source: 'Park, Kim, Lu, Cho: Relational knowledge distillation (2019), arXiv:1904.05068.',
  keywords: ['rkd', 'relation', 'distance', 'angle', 'metric', 'joint'],
  help: `Instead of what the teacher says of each example, the student learns how the teacher arranges the examples of a
batch. Layers of any width fit: only relations are compared.

## When to use it
Where the student's layers are narrower than the teacher's, or where neighbours matter more than classes. For classifiers put
it beside labels or tempered softmax: by itself it says nothing of the classes. Wire a shallow layer of both sides as well, and
the relations are those of shallow and deep features together.

## Formula
L = wᴰ · Lᴰ + wᴬ · Lᴬ
Lᴰ = (1/n²) Σᵢⱼ ℓ(Dˢᵢⱼ/μˢ − Dᵗᵢⱼ/μᵗ), D [n, n] distances, μ their mean over i ≠ j
Lᴬ = (1/n³) Σᵢⱼₖ ℓ(Aˢᵢⱼₖ − Aᵗᵢⱼₖ), A [n, n, n] cosines of the angle at i between j and k
of eˢ [n, s] and eᵗ [n, t]; ℓ(d) = d²/2 where |d| < 1, else |d| − ½. Neither changes when a side is moved, turned or scaled.`,
  inputs: RELATION_PORTS,
  outputs: { loss: { kind: 'scalar', title: 'loss' } },
  params: z.strictObject({
    distanceWeight: real(
      25,
      { min: 0, max: 1e6 },
      {
        title: 'Weight of distances',
        help: '25 is usual for classifiers (RepDistiller), 1 for embeddings (Park et al.).',
        step: 1,
      },
    ),
    angleWeight: real(
      50,
      { min: 0, max: 1e6 },
      {
        title: 'Weight of angles',
        help: '50 is usual for classifiers (RepDistiller), 2 for embeddings (Park et al.).',
        step: 1,
      },
    ),
    maps: mapsParam(),
  }),
  presets: [
    {
      title: 'Classifiers',
      source: 'Defaults of RepDistiller, the code of Tian et al. (2020), arXiv:1910.10699.',
      params: { distanceWeight: 25, angleWeight: 50 },
    },
    {
      title: 'Embeddings',
      source: 'Park et al. (2019), arXiv:1904.05068, by their code: metric learning.',
      params: { distanceWeight: 1, angleWeight: 2 },
    },
  ],
  infer: bothShallow,
  lower: ({ params: { distanceWeight, angleWeight, maps }, inputs, plan }) => {
    const refs = lossInputs(plan, RELATION_PORTS, inputs);
    const ref = plan.term(
      weightedSum,
      { first: plan.term(rkdDistance, refs, { maps }), second: plan.term(rkdAngle, refs, { maps }) },
      { weights: [distanceWeight, angleWeight] },
    );
    return { loss: { kind: 'tensor', ref } };
  },
});
