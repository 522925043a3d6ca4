import { z } from 'zod';
import { NETWORK_INPUT } from '../../../plan/layers.ts';
import { defineNode } from '../../define.ts';
import { integer, real } from '../../params.ts';
import { contrastParams } from '../contrastive-representation/contrast-params.ts';
import { embed, embeddingWidth } from '../mutual-information/heads.ts';
import { studentLayer, teacherLayer } from '../ports.ts';
import { sumOfParts } from '../weighted-sum/parts.ts';
import { memoryContrast, memoryEntry } from './op.ts';

export const contrastiveMemoryLoss = defineNode({
  type: 'loss.contrastive-memory',
  version: 1,
  category: 'loss',
  title: 'Contrastive representation, memory',
  summary: "Tells the teacher's answer to an example from remembered answers to thousands of others.",
  source: 'Tian et al.: Contrastive representation distillation (2020), arXiv:1910.10699.',
  keywords: ['crd', 'contrastive', 'nce', 'memory', 'bank', 'negatives', 'feature', 'embedding'],
  help: `Heads embed a layer of the student and one of the teacher. Two memories hold the last embedding of every example of the
training part, one a side; an example's row in the other side's memory is to be told from thousands of drawn rows of other
classes. Heads and memories go with the run, into its checkpoints too, and are dropped at the end.

## When to use it
As *Contrastive representation*, where batches are too small to hold enough others. A memory takes examples · width numbers, twice, and
every step writes into it. Rows of examples that were not seen yet hold noise: the first epoch is a warm-up.

## Formula
L = −w/n Σᵢ [ln rᵢ₀/(rᵢ₀ + kᵢ) + Σⱼ ln kᵢ/(rᵢⱼ + kᵢ)] for student against the teacher's memory, and the same exchanged; rᵢⱼ = exp(⟨eᵢ, vⱼ⟩/τ)/m, v₀ the
own row of the memory [examples, d], vⱼ drawn ones, kᵢ those of other classes, m the mean of the first batch. e [n, d] at length 1, of
layers [n, h, w, c] or [n, c]. After a step v ← (½ v + ½ e) at length 1. The paper draws rows for each example; here a batch shares them.`,
  inputs: {
    student: studentLayer(['n', '...s']),
    teacher: teacherLayer(['n', '...t']),
    labels: { kind: 'labels', classes: 'c', title: 'labels' },
  },
  outputs: { loss: { kind: 'scalar', title: 'loss' } },
  params: z.strictObject({
    width: embeddingWidth(),
    negatives: integer(
      16_384,
      { min: 1, max: 65_536 },
      { title: 'Negatives', help: 'Rows that are drawn in a step; no more than there are examples.' },
    ),
    keep: real(
      0.5,
      { min: 0, max: 0.999 },
      { title: 'Memory', help: 'Share of a row that stays when its example is seen again.', step: 0.1 },
    ),
    ...contrastParams,
  }),
  lower: ({ params: { width, negatives, keep, temperature, weight }, inputs, plan, node }) => {
    const on = { student: plan.tensor(inputs.student), teacher: plan.tensor(inputs.teacher) };
    const embedded = (name: 'student' | 'teacher') =>
      embed(plan, { node, name, port: name, on: on[name], width });
    const [student, teacher] = [embedded('student'), embedded('teacher')];
    const labels = plan.labels(inputs.labels);
    const { ref: examples, count } = plan.examples(on.student);
    const memory = {
      ...{ id: 'memory', kind: 'memory' as const, from: [NETWORK_INPUT] },
      ...{ examples: count, width, negatives: Math.min(negatives, count), keep, temperature },
    };
    const against = (name: string, query: string, own: string) => {
      const entry = plan.term(memoryEntry, { query, own, labels, examples }, {});
      const scores = plan.project({ node, name, on: entry, layers: [memory] });
      return plan.term(memoryContrast, { scores }, {});
    };
    const ref = sumOfParts(plan, [
      [weight, () => against('teacher-memory', student, teacher)],
      [weight, () => against('student-memory', teacher, student)],
    ]);
    return { loss: { kind: 'tensor', ref } };
  },
});
