import { z } from 'zod';
import { defineOp } from '../../../plan/operation.ts';
import { meanSquare } from '../../arithmetic/features.ts';
import { poolTo } from '../../arithmetic/pooling.ts';

/** Sides of the pooled maps, in the order in which their weights halve. */
const LEVELS = [4, 2, 1];

/**
 * How far a map is from another at several resolutions at once: place by place, and by what rough regions hold.
 *
 * L = Σₖ 2⁻ᵏ · MSE(poolₖ fˢ, poolₖ fᵗ) / Σₖ 2⁻ᵏ, k = 0 the maps themselves, then pooled (means) to 4×4, 2×2 and 1×1
 *
 * - `student` fˢ, `teacher` fᵗ: [n,h,w,c], or [n,c], of which there is the first level alone
 *
 * A level that is not smaller than the map is left out, and the next one takes its weight. Source: Chen et al. 2021 (HCL of
 * ReviewKD); the division by the sum of weights is their code's.
 */
export const hierarchicalContext = defineOp({
  name: 'loss.hierarchical-context',
  args: z.strictObject({}),
  inputs: { student: ['n', '...s'], teacher: ['n', '...s'] },
  gradient: ['student'],
  part: 'stage',
  run: (k, { student, teacher }) => {
    const [, h = 1, w = 1] = student.rank === 4 ? student.shape : [];
    const parts = [meanSquare(k, student, teacher)];
    for (const side of LEVELS.filter((it) => it < Math.min(h, w)))
      parts.push(meanSquare(k, poolTo(k, student, side, side), poolTo(k, teacher, side, side)));
    const weights = parts.map((_, level) => 0.5 ** level);
    const whole = weights.reduce((sum, it) => sum + it, 0);
    return k.addN(parts.map((it, level) => k.mul(it, k.scalar((weights[level] as number) / whole))));
  },
});
