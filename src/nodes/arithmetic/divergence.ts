import type * as tfc from '@tensorflow/tfjs';
import type { Kernel } from '../../plan/operation.ts';

/**
 * Σⱼ pⱼ (log pⱼ − log qⱼ) of each row, in nats.
 *
 * From log-probabilities, so that nothing is clipped: an entry of p that is 0 adds 0.
 *
 * @param logP of the teacher, [n, c]
 * @param logQ of the student, [n, c]
 * @returns [n]
 */
export const divergence = (k: Kernel, logP: tfc.Tensor, logQ: tfc.Tensor): tfc.Tensor =>
  k.sum(k.mul(k.exp(logP), k.sub(logP, logQ)), -1);

/**
 * Divergence of the student's softmax(z/T) from the teacher's, each row.
 *
 * @param temperature T, a scalar or [n, 1]
 * @returns [n]
 */
export function softDivergence(
  k: Kernel,
  teacher: tfc.Tensor,
  student: tfc.Tensor,
  temperature: tfc.Tensor,
): tfc.Tensor {
  return divergence(k, k.logSoftmax(k.div(teacher, temperature)), k.logSoftmax(k.div(student, temperature)));
}
