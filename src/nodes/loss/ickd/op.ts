import type * as tfc from '@tensorflow/tfjs';
import { z } from 'zod';
import { defineOp, type Kernel } from '../../../plan/operation.ts';
import { channels, unit } from '../../arithmetic/features.ts';

/**
 * How the channels of a layer go together, example by example.
 *
 * L = (1/(n·c)) Σₙ Σᵢⱼ (Gˢᵢⱼ − Gᵗᵢⱼ)², Gᵢ = unit(fᵢ Fᵀ), F [c, h·w] an example's channels
 *
 * - `student`: [n,h,w,c], `teacher`: [n,i,j,c]; the sizes of the maps may differ
 *
 * A channel that is zero everywhere goes with none and gets no gradient. Source: Liu et al. 2021 (ICKD-C).
 */
export const ickd = defineOp({
  name: 'loss.ickd',
  args: z.strictObject({}),
  inputs: { student: ['n', 'h', 'w', 'c'], teacher: ['n', 'i', 'j', 'c'] },
  gradient: ['student'],
  run: (k, { student, teacher }) => {
    const squares = k.square(k.sub(together(k, student), together(k, teacher)));
    return k.mean(k.sum(squares, 2));
  },
});

/** [n,c,c], rows of length 1. */
function together(k: Kernel, maps: tfc.Tensor): tfc.Tensor {
  const rows = channels(k, maps);
  return unit(k, k.matMul(rows, rows, false, true));
}
