import type * as tfc from '@tensorflow/tfjs';
import { z } from 'zod';
import { defineOp, type Kernel } from '../../../plan/operation.ts';
import { channels, meanSquare, unit } from '../../arithmetic/features.ts';
import { poolTo } from '../../arithmetic/pooling.ts';

/**
 * Where in the image each class is seen, at a low resolution.
 *
 * L = (1/(n·c·r²)) Σ (Aˢ − Aᵗ)², A = unit over places of the class's map, pooled to r × r
 *
 * - `student`: [n,h,w,c], `teacher`: [n,i,j,c]: class activation maps, a channel for each of the c classes
 * - `resolution` r: 1 … 64; where a map is smaller, its own size
 *
 * A map that is zero everywhere stays zero and gets no gradient. Source: Guo et al. 2023 (CAT-KD).
 */
export const catKd = defineOp({
  name: 'loss.cat-kd',
  args: z.strictObject({ resolution: z.int().min(1).max(64) }),
  inputs: { student: ['n', 'h', 'w', 'c'], teacher: ['n', 'i', 'j', 'c'] },
  gradient: ['student'],
  run: (k, { student, teacher }, { resolution }) => {
    const size = (axis: number) =>
      Math.min(resolution, student.shape[axis] ?? resolution, teacher.shape[axis] ?? resolution);
    const maps = (k: Kernel, x: tfc.Tensor) => unit(k, channels(k, poolTo(k, x, size(1), size(2))));
    return meanSquare(k, maps(k, student), maps(k, teacher));
  },
});
