import type * as tfc from '@tensorflow/tfjs';
import { z } from 'zod';
import { defineOp, type Kernel } from '../../../plan/operation.ts';
import { softDivergence } from '../../arithmetic/divergence.ts';
import { leastSure } from '../../arithmetic/least-sure.ts';

/** Squared difference of the products of all rows with all rows, summed for each row: [n]; of all columns where it is of classes: [c]. */
const relations = (k: Kernel, student: tfc.Tensor, teacher: tfc.Tensor, ofClasses: boolean): tfc.Tensor => {
  const [s, t] = [student, teacher].map((p) => k.matMul(p, p, ofClasses, !ofClasses)) as [
    tfc.Tensor,
    tfc.Tensor,
  ];
  return k.sum(k.square(k.sub(s, t)), 1);
};

/**
 * Logits compared at several temperatures and at three levels: each answer, the batch, the classes.
 *
 * L = Σ_T [ ι · T² · (1/n) Σᵢ mᵢ KL(pᵗᵢ ‖ pˢᵢ) + (b/n) Σᵢ mᵢ ‖(Pˢ Pˢᵀ − Pᵗ Pᵗᵀ)ᵢ‖² + (k/c) Σₗ μₗ ‖(Pˢᵀ Pˢ − Pᵗᵀ Pᵗ)ₗ‖² ], P = softmax(z/T) [n, c].
 *
 * - `student`, `teacher`: logits [n, c], n at least 2
 * - `temperatures`: 1 to 16 of them, 0.01 … 1000
 * - `instance` ι, `batch` b, `classes` k: weights of the levels, 0 … 1000
 * - `masks`: m [n] and μ [c] are 1 where the teacher's confidence is at or below the batch's median, else 0 (`leastSure`); without, all are 1
 *
 * A mask is applied to each example's and each class's own value. The authors' code multiplies the mean of all by it, which is that mean times
 * the share of the mask's ones: there it picks nothing. They also add a second, more strongly changed view of each image; here both
 * views are one. Source: Jin et al. 2023.
 */
export const multiLevelLogits = defineOp({
  name: 'loss.multi-level-logits',
  args: z.strictObject({
    temperatures: z.array(z.number().min(0.01).max(1000)).min(1).max(16),
    instance: z.number().min(0).max(1000),
    batch: z.number().min(0).max(1000),
    classes: z.number().min(0).max(1000),
    masks: z.literal(true).optional(),
  }),
  inputs: { student: ['n', 'c'], teacher: ['n', 'c'] },
  gradient: ['student'],
  leastBatch: 2,
  run: (k, { student, teacher }, { temperatures, instance, batch, classes, masks }) => {
    const of = masks && leastSure(k, teacher);
    const masked = (values: tfc.Tensor, by: tfc.Tensor | undefined) =>
      k.mean(by ? k.mul(values, by) : values);
    return k.addN(
      temperatures.flatMap((temperature) => {
        const soften = k.scalar(temperature);
        const [s, t] = [student, teacher].map((z) => k.softmax(k.div(z, soften))) as [tfc.Tensor, tfc.Tensor];
        const answers = masked(softDivergence(k, teacher, student, soften), of?.examples);
        return [
          k.mul(answers, k.scalar(instance * temperature ** 2)),
          k.mul(masked(relations(k, s, t, false), of?.examples), k.scalar(batch)),
          k.mul(masked(relations(k, s, t, true), of?.classes), k.scalar(classes)),
        ];
      }),
    );
  },
});
