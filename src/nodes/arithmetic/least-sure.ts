import type * as tfc from '@tensorflow/tfjs';
import type { Kernel } from '../../plan/operation.ts';

/** Logarithms that are nearer than this count as equal: rounding differs from engine to engine, and a mask is 0 or 1. */
const EQUAL = 1e-4;
/** Whose exponential is 0. */
const NOTHING = -1e30;

/**
 * 1 for the half of the numbers that is not above the median, 0 for the others: mᵢ = [#{j: vⱼ < vᵢ} < n/2]. Equal ones go together, and of an
 * odd count the middle one is in.
 *
 * @param values logarithms, [n]
 */
function lowerHalf(k: Kernel, values: tfc.Tensor): tfc.Tensor {
  const [count = 1] = values.shape;
  const own = k.reshape(values, [count, 1]);
  const other = k.reshape(values, [1, count]);
  const below = k.sum(k.cast(k.less(other, k.sub(own, k.scalar(EQUAL))), 'float32'), 1);
  return k.cast(k.less(below, k.scalar(count / 2)), 'float32');
}

/**
 * Of which examples, and of which classes, the teacher is less sure than of half of them in the batch.
 *
 * - an example: by its largest probability, maxₖ pᵢₖ
 * - a class: by all that it is given in the batch, Σᵢ pᵢₖ
 *
 * An example is compared by what is left for the other classes, (1 − max p)/max p, and both in logarithms: probabilities of certain answers
 * are all 1 in float32.
 *
 * @param teacher logits [n, c], at temperature 1
 * @returns 0 or 1: examples [n], classes [c]
 */
export function leastSure(k: Kernel, teacher: tfc.Tensor): { examples: tfc.Tensor; classes: tfc.Tensor } {
  const top = k.oneHot(k.argMax(teacher, 1), teacher.shape[1] ?? 1, 1, 0, 'float32');
  const others = k.logSumExp(k.add(teacher, k.mul(top, k.scalar(NOTHING))), 1);
  const sureness = k.sub(k.max(teacher, 1), others);
  const given = k.logSumExp(k.logSoftmax(teacher), 0);
  return { examples: lowerHalf(k, sureness), classes: lowerHalf(k, given) };
}
