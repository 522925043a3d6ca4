import type * as tfc from '@tensorflow/tfjs';
import { z } from 'zod';
import { defineOp, type Kernel } from '../../../plan/operation.ts';
import { centred } from '../../arithmetic/centred.ts';

/**
 * 1 − mean correlation along an axis. Where either side is constant there is none: it counts as 0, without gradient.
 *
 * With û, v̂ centred and of length 1 and σ the sign of û·v̂: 1 − |ρ| = ½‖û − σv̂‖². Written so, nothing cancels where ρ is near ±1. The
 * product's own gradient is a difference of two equal numbers there; between two numbers, whose ρ is always ±1, it is rounding alone.
 */
function unlikeness(k: Kernel, student: tfc.Tensor, teacher: tfc.Tensor, axis: number): tfc.Tensor {
  const [s, t] = [centred(k, student, axis), centred(k, teacher, axis)];
  const [u, v] = [s, t].map((it) => k.div(it.values, k.sqrt(it.squares))) as [tfc.Tensor, tfc.Tensor];
  const against = k.less(k.stopGradient(k.sum(k.mul(u, v), axis, true)), k.scalar(0));
  const sign = k.sub(k.scalar(1), k.mul(k.cast(against, 'float32'), k.scalar(2)));
  const missing = k.mul(k.sum(k.square(k.sub(u, k.mul(sign, v))), axis, true), k.scalar(0.5));
  const counted = k.mul(sign, k.mul(s.varies, t.varies));
  // 1 − ρ is what is missing where they agree, and 2 less that where they disagree.
  return k.mean(k.sub(k.scalar(1), k.mul(counted, k.sub(k.scalar(1), missing))));
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
 * A correlation asks for the same order and spacing, not the same numbers. A row or column that is constant has none; it counts as 0 and gets
 * no gradient. The authors' code adds 1e-8 to the product of lengths for that, which is told apart here and needs no such number.
 * Two numbers correlate by ±1 whatever they are: with two classes the first part, and with two examples the second, has no gradient.
 * Source: Huang et al. 2022, equations 6 to 10.
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
