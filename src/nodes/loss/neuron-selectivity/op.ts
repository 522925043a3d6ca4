import type * as tfc from '@tensorflow/tfjs';
import { z } from 'zod';
import { defineOp, type Kernel } from '../../../plan/operation.ts';
import { channels, unit } from '../../arithmetic/features.ts';
import { alike } from '../../arithmetic/pooling.ts';

/**
 * How far apart the two sets of channels are, as sets of patterns over places: squared maximum mean discrepancy with the
 * kernel k(a, b) = (a·b)².
 *
 * L = (1/n) Σₙ [mean k(fᵗ, fᵗ) + mean k(fˢ, fˢ) − 2 · mean k(fˢ, fᵗ)], means over all pairs of channels, f = unit over places
 *
 * - `student`: [n,h,w,c], `teacher`: [n,i,j,d]; the larger map is pooled to the size of the smaller, channels may differ
 *
 * A channel that is zero everywhere stays zero and gets no gradient. Source: Huang, Wang 2017 (NST).
 */
export const neuronSelectivity = defineOp({
  name: 'loss.neuron-selectivity',
  args: z.strictObject({}),
  inputs: { student: ['n', 'h', 'w', 'c'], teacher: ['n', 'i', 'j', 'd'] },
  gradient: ['student'],
  run: (k, { student, teacher }) => {
    const [ofStudent, ofTeacher] = alike(k, student, teacher).map((it) => unit(k, channels(k, it))) as [
      tfc.Tensor,
      tfc.Tensor,
    ];
    const own = k.add(likeness(k, ofTeacher, ofTeacher), likeness(k, ofStudent, ofStudent));
    return k.sub(own, k.mul(likeness(k, ofStudent, ofTeacher), k.scalar(2)));
  },
});

/** Mean of (a·b)² over examples and pairs of channels. */
const likeness = (k: Kernel, a: tfc.Tensor, b: tfc.Tensor): tfc.Tensor =>
  k.mean(k.square(k.matMul(a, b, false, true)));
