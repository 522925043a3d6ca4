import type * as tfc from '@tensorflow/tfjs';
import { z } from 'zod';
import { defineOp, type Kernel } from '../../../plan/operation.ts';

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

/** Logarithm of the heavy-tailed softmax exp_t(z − λ(z)). */
const logProbabilities = (k: Kernel, logits: tfc.Tensor, t: number): tfc.Tensor =>
  t === 1 ? k.logSoftmax(logits) : logExp(k, k.sub(logits, normalization(k, logits, t)), t);

/**
 * Bi-tempered logistic loss: bounded for what is hopelessly wrong (t₁ < 1), heavy-tailed in its softmax (t₂ > 1).
 *
 * L = (1/n) Σᵢ Σⱼ [ q (log_t₁ q − log_t₁ p) − (q^(2−t₁) − p^(2−t₁))/(2 − t₁) ], p = exp_t₂(z − λ(z)), each row of p summing to 1;
 * log_t(x) = (x^(1−t) − 1)/(1 − t) and exp_t its inverse, log and exp where t is 1.
 *
 * - `student`: logits [n, c]
 * - `labels`, `teacher`: class indices [n] and logits [n, c]; at least one of them
 * - `t1` t₁: 0 … 1; at 1 a wrong example may cost any amount
 * - `t2` t₂: 1 … 3; at 1 p is the softmax
 * - `alpha` α: the target is q = α · exp_t₂(zᵗ − λ(zᵗ)) + (1 − α) · onehot(y) where both are given, else the one there is
 *
 * With t₁ = t₂ = 1 it is KL(q ‖ softmax(z)). Source: Amid et al. 2019; λ by Newton's steps instead of their fixed-point iteration, which
 * needs many more of them for t₂ of 1.5 and above.
 */
export const biTempered = defineOp({
  name: 'loss.bi-tempered',
  args: z.strictObject({
    t1: z.number().min(0).max(1),
    t2: z.number().min(1).max(3),
    alpha: z.number().min(0).max(1),
  }),
  inputs: { student: ['n', 'c'], teacher: ['n', 'c'], labels: 'labels' },
  optional: ['teacher', 'labels'],
  gradient: ['student'],
  run: (k, inputs, { t1, t2, alpha }) => {
    const { student, teacher, labels }: Partial<typeof inputs> & Pick<typeof inputs, 'student'> = inputs;
    const soft = teacher && k.exp(logProbabilities(k, teacher, t2));
    const hard = labels && k.oneHot(k.cast(labels, 'int32'), student.shape[1] ?? 1, 1, 0, 'float32');
    const mixed = soft && hard && k.add(k.mul(soft, k.scalar(alpha)), k.mul(hard, k.scalar(1 - alpha)));
    const target = mixed ?? soft ?? hard;
    if (!target)
      throw new Error(`Bi-tempered loss with t1 ${t1} got neither labels nor a teacher; it needs one.`);
    const logP = logProbabilities(k, student, t2);
    const power = (of: tfc.Tensor, exponent: number) => k.exp(k.mul(of, k.scalar(exponent)));
    // Where q is 0 its logarithm counts for nothing; it only has to be finite.
    const logQ = k.log(k.maximum(target, k.scalar(1e-30)));
    const logs =
      t1 === 1 ? k.sub(logQ, logP) : k.div(k.sub(power(logQ, 1 - t1), power(logP, 1 - t1)), k.scalar(1 - t1));
    const powers = k.div(k.sub(power(logQ, 2 - t1), power(logP, 2 - t1)), k.scalar(2 - t1));
    return k.mean(k.sum(k.sub(k.mul(target, logs), powers), 1));
  },
});
