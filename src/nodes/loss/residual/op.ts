import { z } from 'zod';
import { defineOp } from '../../../plan/operation.ts';

/**
 * An assistant learns what a trained student still lacks of its teacher.
 *
 * L = (1/m) Σ (a − (t − s))², m the number of entries of the batch; afterwards s + a stands for t
 *
 * - `assistant` a: [n, …s], learns
 * - `student` s, `teacher` t: [n, …s], frozen, of one layer each
 *
 * Source: Gao et al. 2020 (residual knowledge distillation).
 */
export const residual = defineOp({
  name: 'loss.residual',
  args: z.strictObject({}),
  inputs: { assistant: ['n', '...s'], student: ['n', '...s'], teacher: ['n', '...s'] },
  gradient: ['assistant'],
  run: (k, { assistant, student, teacher }) => k.mean(k.square(k.sub(assistant, k.sub(teacher, student)))),
});
