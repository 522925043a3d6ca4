import type * as tfc from '@tensorflow/tfjs';
import { z } from 'zod';
import { defineOp, type Kernel } from '../../../plan/operation.ts';
import { centred } from '../../arithmetic/centred.ts';

/** Added to the product of lengths, as the authors do. */
const EPSILON = 1e-8;

/** 1 − mean correlation along an axis. Where either side is constant there is none: it counts as 0, without gradient. */
function unlikeness(k: Kernel, student: tfc.Tensor, teacher: tfc.Tensor, axis: number): tfc.Tensor {
  const [s, t] = [centred(k, student, axis), centred(k, teacher, axis)];
  const lengths = k.mul(k.sqrt(s.squares), k.sqrt(t.squares));
  const products = k.mul(k.sum(k.mul(s.values, t.values), axis, true), k.mul(s.varies, t.varies));
  return k.sub(k.scalar(1), k.mean(k.div(products, k.add(lengths, k.scalar(EPSILON)))));
}

/**
 * Distance of relations among classes and among examples (DIST).
 *
 * L = T² · (β · (1 − (1/n) Σᵢ ρ(pˢᵢ·, pᵗᵢ·)) + γ · (1 − (1/c) Σⱼ ρ(pˢ·ⱼ, pᵗ·ⱼ))), p = softmax(z/T), ρ Pearson's correlation.
 *
 * - `student`, `teacher`: logits [n, c], n at least 2
 * - `temperature` T: 0.01 … 1000
 * - `beta` β: weight of each example's classes; `gamma` γ: weight of each class over the batch; 0 … 1000
 * - `scale`: T² as the authors' code has it and their appendix lacks it
 *
 * A correlation asks for the same order and spacing, not the same numbers: 1e-8 is added to the product of lengths. A row or column
 * that is constant has no correlation; it counts as 0 and gets no gradient. Source: Huang et al. 2022.
 */
export const dist = defineOp({
  name: 'loss.dist',
  args: z.strictObject({
    temperature: z.number().min(0.01).max(1000),
    beta: z.number().min(0).max(1000),
    gamma: z.number().min(0).max(1000),
    scale: z.boolean(),
  }),
  inputs: { student: ['n', 'c'], teacher: ['n', 'c'] },
  gradient: ['student'],
  leastBatch: 2,
  run: (k, { student, teacher }, { temperature, beta, gamma, scale }) => {
    const soften = k.scalar(1 / temperature);
    const [s, t] = [student, teacher].map((z) => k.softmax(k.mul(z, soften))) as [tfc.Tensor, tfc.Tensor];
    const factor = scale ? temperature ** 2 : 1;
    return k.add(
      k.mul(unlikeness(k, s, t, 1), k.scalar(beta * factor)),
      k.mul(unlikeness(k, s, t, 0), k.scalar(gamma * factor)),
    );
  },
});
