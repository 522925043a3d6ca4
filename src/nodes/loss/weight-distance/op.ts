import { z } from 'zod';
import { defineOp } from '../../../plan/operation.ts';

/**
 * How far weights went from where they began: L = Σₖ (θₖ − θ⁰ₖ)².
 *
 * - `student`: the weights θ as one row [p], any layers
 * - `start`: θ⁰ [p], in the same order
 *
 * A sum and not a mean: the factor of L2-SP belongs to it. Li, Grandvalet, Davoine 2018.
 */
export const weightDistance = defineOp({
  name: 'loss.weight-distance',
  regularizes: true,
  args: z.strictObject({}),
  inputs: { student: ['p'], start: ['p'] },
  gradient: ['student'],
  run: (k, { student, start }) => k.sum(k.square(k.sub(student, start))),
});
