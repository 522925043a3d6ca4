import type * as tfc from '@tensorflow/tfjs';
import { z } from 'zod';
import { defineOp, type Kernel } from '../../../plan/operation.ts';
import { softDivergence } from '../../arithmetic/divergence.ts';

/** Squared difference of the products of all rows with all rows, over how many there are. */
const relations = (k: Kernel, student: tfc.Tensor, teacher: tfc.Tensor, ofClasses: boolean): tfc.Tensor => {
  const [s, t] = [student, teacher].map((p) => k.matMul(p, p, ofClasses, !ofClasses)) as [
    tfc.Tensor,
    tfc.Tensor,
  ];
  return k.div(k.sum(k.square(k.sub(s, t))), k.scalar(s.shape[0] ?? 1));
};

/**
 * Logits compared at several temperatures and at three levels: each answer, the batch, the classes.
 *
 * L = Σ_T [ ι · T² · (1/n) Σᵢ KL(pᵗᵢ ‖ pˢᵢ) + (b/n) ‖Pˢ Pˢᵀ − Pᵗ Pᵗᵀ‖² + (k/c) ‖Pˢᵀ Pˢ − Pᵗᵀ Pᵗ‖² ], P = softmax(z/T) [n, c].
 *
 * - `student`, `teacher`: logits [n, c], n at least 2
 * - `temperatures`: 1 to 16 of them, 0.01 … 1000
 * - `instance` ι, `batch` b, `classes` k: weights of the levels, 0 … 1000
 *
 * Norms are the squared Frobenius norm. The authors add a second, more strongly changed view of each image, and masks by the teacher's
 * confidence; both are left out here. Source: Jin et al. 2023.
 */
export const multiLevelLogits = defineOp({
  name: 'loss.multi-level-logits',
  args: z.strictObject({
    temperatures: z.array(z.number().min(0.01).max(1000)).min(1).max(16),
    instance: z.number().min(0).max(1000),
    batch: z.number().min(0).max(1000),
    classes: z.number().min(0).max(1000),
  }),
  inputs: { student: ['n', 'c'], teacher: ['n', 'c'] },
  gradient: ['student'],
  leastBatch: 2,
  run: (k, { student, teacher }, { temperatures, instance, batch, classes }) =>
    k.addN(
      temperatures.flatMap((temperature) => {
        const soften = k.scalar(temperature);
        const [s, t] = [student, teacher].map((z) => k.softmax(k.div(z, soften))) as [tfc.Tensor, tfc.Tensor];
        const answers = k.mean(softDivergence(k, teacher, student, soften));
        return [
          k.mul(answers, k.scalar(instance * temperature ** 2)),
          k.mul(relations(k, s, t, false), k.scalar(batch)),
          k.mul(relations(k, s, t, true), k.scalar(classes)),
        ];
      }),
    ),
});
