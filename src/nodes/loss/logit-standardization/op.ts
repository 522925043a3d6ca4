import type * as tfc from '@tensorflow/tfjs';
import { z } from 'zod';
import { defineOp, type Kernel } from '../../../plan/operation.ts';
import { centred } from '../../arithmetic/centred.ts';
import { softDivergence } from '../../arithmetic/divergence.ts';

/** Added to the deviation, as the authors do. */
const EPSILON = 1e-7;

/** Each row with mean 0 and deviation 1, where the deviation's sum is divided by c − 1; 0 where a row is constant. */
function standardized(k: Kernel, logits: tfc.Tensor): tfc.Tensor {
  const { values, squares, varies } = centred(k, logits, 1);
  const deviation = k.sqrt(k.div(squares, k.scalar((logits.shape[1] ?? 2) - 1)));
  return k.mul(values, k.div(varies, k.add(deviation, k.scalar(EPSILON))));
}

/**
 * Tempered softmax of standardized logits.
 *
 * L = T² · (1/n) Σᵢ KL(softmax(Z(zᵗᵢ)/T) ‖ softmax(Z(zˢᵢ)/T)), Z(z) = (z − mean z)/(1e-7 + σ(z)) over the row's classes.
 *
 * - `student`, `teacher`: logits [n, c], c at least 3: two logits become ±1/√2 whatever they are
 * - `temperature` T: 0.01 … 1000
 *
 * σ divides by c − 1, which is 5.4 % more than by c with ten classes. A constant row becomes 0 and gets no gradient.
 * The student is free in the size of its logits; the temperature alone says how soft they are. Source: Sun et al. 2024.
 */
export const logitStandardization = defineOp({
  name: 'loss.logit-standardization',
  args: z.strictObject({ temperature: z.number().min(0.01).max(1000) }),
  inputs: { student: ['n', 'c'], teacher: ['n', 'c'] },
  gradient: ['student'],
  run: (k, { student, teacher }, { temperature }) => {
    const rows = softDivergence(k, standardized(k, teacher), standardized(k, student), k.scalar(temperature));
    return k.mul(k.mean(rows), k.scalar(temperature ** 2));
  },
});
