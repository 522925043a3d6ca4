import type * as tfc from '@tensorflow/tfjs';
import { z } from 'zod';
import { defineOp } from '../../../plan/operation.ts';
import { heavyLogSoftmax } from '../../arithmetic/heavy-softmax.ts';

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
    const soft = teacher && k.exp(heavyLogSoftmax(k, teacher, t2));
    const hard = labels && k.oneHot(k.cast(labels, 'int32'), student.shape[1] ?? 1, 1, 0, 'float32');
    const mixed = soft && hard && k.add(k.mul(soft, k.scalar(alpha)), k.mul(hard, k.scalar(1 - alpha)));
    const target = mixed ?? soft ?? hard;
    if (!target)
      throw new Error(`Bi-tempered loss with t1 ${t1} got neither labels nor a teacher; it needs one.`);
    const logP = heavyLogSoftmax(k, student, t2);
    const power = (of: tfc.Tensor, exponent: number) => k.exp(k.mul(of, k.scalar(exponent)));
    // Where q is 0 its logarithm counts for nothing; it only has to be finite.
    const logQ = k.log(k.maximum(target, k.scalar(1e-30)));
    const logs =
      t1 === 1 ? k.sub(logQ, logP) : k.div(k.sub(power(logQ, 1 - t1), power(logP, 1 - t1)), k.scalar(1 - t1));
    const powers = k.div(k.sub(power(logQ, 2 - t1), power(logP, 2 - t1)), k.scalar(2 - t1));
    return k.mean(k.sum(k.sub(k.mul(target, logs), powers), 1));
  },
});
