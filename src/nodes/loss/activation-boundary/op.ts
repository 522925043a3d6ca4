import { z } from 'zod';
import { defineOp } from '../../../plan/operation.ts';

/**
 * Whether each unit is active, whatever its value.
 *
 * L = (1/n) Σ [t ≤ 0 and s > −m] (s + m)² + [t > 0 and s ≤ m] (s − m)², s and t values before the activation
 *
 * - `student`, `teacher`: [n, …s], before ReLU
 * - `margin` m: above 0 … 100
 *
 * The sum over a layer's units, not their mean. Source: Heo et al. 2019 (AB).
 */
export const activationBoundary = defineOp({
  name: 'loss.activation-boundary',
  args: z.strictObject({ margin: z.number().positive().max(100) }),
  inputs: { student: ['n', '...s'], teacher: ['n', '...s'] },
  gradient: ['student'],
  run: (k, { student, teacher }, { margin }) => {
    const on = k.cast(k.greater(teacher, k.scalar(0)), 'float32');
    const m = k.scalar(margin);
    const tooHigh = k.square(k.relu(k.add(student, m)));
    const tooLow = k.square(k.relu(k.sub(m, student)));
    const wrong = k.add(k.mul(on, tooLow), k.mul(k.sub(k.onesLike(on), on), tooHigh));
    return k.div(k.sum(wrong), k.scalar(student.shape[0] ?? 1));
  },
});
