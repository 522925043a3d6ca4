import type * as tfc from '@tensorflow/tfjs';
import { z } from 'zod';
import { defineOp, type Kernel } from '../../../plan/operation.ts';
import { pooled } from '../../arithmetic/features.ts';

const Beta = z.number().min(0).max(100);

/**
 * Divergence of the student's hidden units from the teacher's, each side a softmax over its units, where units that are often
 * active in the teacher count sharper than the rest.
 *
 * L = (1/n) Σᵢ Σⱼ qᵗᵢⱼ (log qᵗᵢⱼ − log qˢᵢⱼ), qᵢⱼ = exp(βⱼ hᵢⱼ) / Σₖ exp(βₖ hᵢₖ)
 * βⱼ = `often` where unit j of the teacher is above zero in at least as many examples of the batch as the median unit, else
 * `seldom`; the median of an even number of units is the lower of the middle two. Both sides use the same β.
 *
 * - `student`, `teacher`: [n, c], or maps [n,h,w,c] of which the mean over places is taken; one number of units c
 * - `often`, `seldom`: 0 … 100
 *
 * Source: tempered softmax (Hinton et al. 2015) on hidden units; the division of units by their activity is ours.
 */
export const hiddenTemperedSoftmax = defineOp({
  name: 'loss.hidden-tempered-softmax',
  args: z.strictObject({ often: Beta, seldom: Beta }),
  inputs: { student: ['n', '...s'], teacher: ['n', '...t'] },
  gradient: ['student'],
  run: (k, { student, teacher }, { often, seldom }) => {
    const [ofStudent, ofTeacher] = [pooled(k, student), pooled(k, teacher)];
    const beta = k.add(k.mul(active(k, ofTeacher), k.scalar(often - seldom)), k.scalar(seldom));
    const [logS, logT] = [k.logSoftmax(k.mul(ofStudent, beta)), k.logSoftmax(k.mul(ofTeacher, beta))];
    return k.mean(k.sum(k.mul(k.exp(logT), k.sub(logT, logS)), 1));
  },
});

/** [c]: 1 for units that are active at least as often as the median unit, else 0. */
function active(k: Kernel, units: tfc.Tensor): tfc.Tensor {
  const c = units.shape[1] ?? 0;
  const often = k.sum(k.cast(k.greater(units, k.scalar(0)), 'float32'), 0);
  const notAbove = k.lessEqual(k.reshape(often, [1, c]), k.reshape(often, [c, 1]));
  const count = k.sum(k.cast(notAbove, 'float32'), 1);
  return k.cast(k.greaterEqual(count, k.scalar(Math.ceil(c / 2))), 'float32');
}
