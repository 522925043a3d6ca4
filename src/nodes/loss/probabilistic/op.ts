import type * as tfc from '@tensorflow/tfjs';
import { z } from 'zod';
import { defineOp, type Kernel } from '../../../plan/operation.ts';
import { flat, root } from '../../arithmetic/features.ts';

const SMALL = 1e-7;

/**
 * Probabilistic knowledge transfer: with what probability each example of a batch picks each other one.
 *
 * L = (1/n²) Σᵢⱼ Pᵗᵢⱼ · log((Pᵗᵢⱼ + ε)/(Pˢᵢⱼ + ε)), Pᵢⱼ = Sᵢⱼ / Σⱼ Sᵢⱼ, S = (u uᵀ + 1)/2, u = e/(‖e‖ + ε), ε = 10⁻⁷
 *
 * - `student`: [n, …s], `teacher`: [n, …t], made flat to e; s and t may differ
 *
 * The diagonal counts. An example whose features are zero is half like every other, and gets no gradient.
 * Source: Passalis, Tefas 2018; their cosine kernel.
 */
export const probabilistic = defineOp({
  name: 'loss.probabilistic',
  args: z.strictObject({}),
  inputs: { student: ['n', '...s'], teacher: ['n', '...t'] },
  gradient: ['student'],
  leastBatch: 2,
  run: (k, { student, teacher }) => {
    const [ofStudent, ofTeacher] = [picks(k, student), picks(k, teacher)];
    // By how much the teacher's exceeds the student's: near 1 the quotient itself would keep fewer digits.
    const excess = k.div(k.sub(ofTeacher, ofStudent), k.add(ofStudent, k.scalar(SMALL)));
    return k.mean(k.mul(ofTeacher, k.log1p(excess)));
  },
});

/** [n, n], rows summing to 1. */
function picks(k: Kernel, layer: tfc.Tensor): tfc.Tensor {
  const rows = flat(k, layer);
  const lengths = root(k, k.sum(k.square(rows), 1, true));
  // Where a row is zero the divisor is 1 instead of ε, so that no gradient of 1/ε arises.
  const none = k.cast(k.equal(k.stopGradient(lengths), k.scalar(0)), 'float32');
  const unit = k.mul(
    k.div(rows, k.add(k.add(lengths, k.scalar(SMALL)), none)),
    k.sub(k.onesLike(none), none),
  );
  const likeness = k.mul(k.add(k.matMul(unit, unit, false, true), k.scalar(1)), k.scalar(0.5));
  return k.div(likeness, k.sum(likeness, 1, true));
}
