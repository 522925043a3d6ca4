import { z } from 'zod';
import { defineOp } from '../../../plan/operation.ts';
import { expectedNegative, meanNegative } from '../../arithmetic/negative-means.ts';

/**
 * How far a layer before its ReLU is from the teacher's, as far as it matters behind the ReLU.
 *
 * L = (1/n) Σ [s > t⁺ or t > 0] (s − t⁺)², t⁺ = max(t, m): positive answers are to be met, negative ones to be no higher than
 * they are, and none need be below the margin m of its channel
 *
 * - `student` s, `teacher` t: [n, …s], channels last, before ReLU
 * - `norm`: γ and β [2c] of the batch normalization that gives the teacher's layer: m = E[t | t < 0] of a normal distribution
 *   around β with deviation |γ|. Left out: the mean of what is negative in the batch, channel by channel
 *
 * The sum over a layer's entries, not their mean. Source: Heo et al. 2019 (a comprehensive overhaul of feature distillation).
 */
export const ofd = defineOp({
  name: 'loss.ofd',
  args: z.strictObject({}),
  inputs: { student: ['n', '...s'], teacher: ['n', '...s'], norm: ['p'] },
  optional: ['norm'],
  gradient: ['student'],
  run: (k, { student, teacher, norm }) => {
    const margin = norm ? expectedNegative(k, norm) : meanNegative(k, teacher);
    const target = k.maximum(teacher, margin);
    const counts = k.logicalOr(k.greater(k.stopGradient(student), target), k.greater(teacher, k.scalar(0)));
    const squares = k.mul(k.square(k.sub(student, target)), k.cast(counts, 'float32'));
    return k.div(k.sum(squares), k.scalar(student.shape[0] ?? 1));
  },
});
