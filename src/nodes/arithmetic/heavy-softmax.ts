import type * as tfc from '@tensorflow/tfjs';
import type { Kernel } from '../../plan/operation.ts';

/** Newton's steps to the normalization. From the largest logit on, six reach float32's precision for every t up to 3. */
const STEPS = 6;

/** log exp_t(u), for u ≤ 0 where t is above 1. */
const logExp = (k: Kernel, u: tfc.Tensor, t: number): tfc.Tensor =>
  t === 1 ? u : k.div(k.log1p(k.mul(u, k.scalar(1 - t))), k.scalar(1 - t));

/** λ(z) [n, 1] with Σⱼ exp_t(zⱼ − λ) = 1, its gradient exact. */
function normalization(k: Kernel, logits: tfc.Tensor, t: number): tfc.Tensor {
  if (t === 1) return k.logSumExp(logits, 1, true);
  const fixed = k.stopGradient(logits);
  let lambda = k.max(fixed, 1, true);
  let escorts = fixed;
  for (let at = 0; at <= STEPS; at++) {
    const logP = logExp(k, k.sub(fixed, lambda), t);
    escorts = k.exp(k.mul(logP, k.scalar(t)));
    if (at === STEPS) break;
    const sum = k.sum(k.exp(logP), 1, true);
    const slope = k.mul(k.sum(escorts, 1, true), k.scalar(t - 1));
    lambda = k.add(lambda, k.div(k.sub(k.pow(sum, k.scalar(t)), sum), slope));
  }
  // dλ/dz is the escort distribution, whatever way led to λ: the steps need not be differentiated.
  const share = k.stopGradient(k.div(escorts, k.sum(escorts, 1, true)));
  const along = k.sum(k.mul(share, k.sub(logits, fixed)), 1, true);
  return k.add(k.stopGradient(lambda), along);
}

/**
 * Logarithm of the heavy-tailed softmax exp_t(z − λ(z)), exp_t(u) = (1 + (1 − t)u)^(1/(1 − t)), with rows that sum to 1.
 *
 * @param logits z [n, c]
 * @param t 1 … 3; at 1 it is the softmax, and the larger, the more is left to what is unlikely
 */
export const heavyLogSoftmax = (k: Kernel, logits: tfc.Tensor, t: number): tfc.Tensor =>
  t === 1 ? k.logSoftmax(logits) : logExp(k, k.sub(logits, normalization(k, logits, t)), t);
