import { z } from 'zod';
import { defineNode } from '../../define.ts';
import { weighted } from '../define-loss.ts';
import { embed, embeddingWidth } from '../mutual-information/heads.ts';
import { contrastParams } from './contrast-params.ts';
import { contrastiveRepresentation } from './op.ts';

export const contrastiveRepresentationLoss = defineNode({
  type: 'loss.contrastive-representation',
  version: 1,
  category: 'loss',
  title: 'Contrastive representation',
  summary: "Tells the teacher's answer to an example from its answers to others, by the student's.",
  source: 'Tian et al.: Contrastive representation distillation (2020), arXiv:1910.10699.',
  keywords: ['crd', 'contrastive', 'nce', 'mutual information', 'feature', 'embedding'],
  help: `Heads embed a layer of the student and one of the teacher. An example's two embeddings are to be closer than those of two
examples.

## When to use it
On the last layers before the logits, beside cross-entropy or a tempered softmax, with large batches: the other examples of a
batch are what is told apart. The paper draws 16,384 from a memory instead (*Contrastive representation, memory*). Wire the data into
labels, so that examples of one class are not pushed apart.

## Formula
L = −w/n Σᵢ [ln rᵢᵢ/(rᵢᵢ + kᵢ) + Σⱼ ln kᵢ/(rᵢⱼ + kᵢ)] and the same with both sides exchanged, rᵢⱼ = exp(cos(eˢᵢ, eᵗⱼ)/τ) over its mean,
k how many others; e [n, d] from layers [n, h, w, c] or [n, c].`,
  inputs: {
    student: { kind: 'activation', dims: ['n', '...s'], gradient: 'yes', title: 'student layer' },
    teacher: { kind: 'activation', dims: ['n', '...t'], gradient: 'no', title: 'teacher layer' },
    labels: {
      kind: 'labels',
      classes: 'c',
      title: 'labels',
      optional: true,
      help: 'With labels, other examples of the same class are no negatives.',
    },
  },
  outputs: { loss: { kind: 'scalar', title: 'loss' } },
  params: z.strictObject({
    width: embeddingWidth(),
    ...contrastParams,
  }),
  lower: ({ params: { width, temperature, weight }, inputs, plan, node }) => {
    const head = (name: 'student' | 'teacher') =>
      embed(plan, { node, name, port: name, on: plan.tensor(inputs[name]), width });
    const labels = inputs.labels && { labels: plan.labels(inputs.labels) };
    const ref = plan.term(
      contrastiveRepresentation,
      { student: head('student'), teacher: head('teacher'), ...labels },
      { temperature },
    );
    return { loss: { kind: 'tensor', ref: weighted(plan, ref, weight) } };
  },
});
