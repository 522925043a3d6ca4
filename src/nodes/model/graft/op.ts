import { z } from 'zod';
import { defineOp } from '../../../plan/operation.ts';

/**
 * A student's activation with a teacher's added to it, less and less of it.
 *
 * F = fˢ + g(t) · pᵗ, g(t) = max(0, 1 − t / until)
 *
 * - `student` fˢ, `teacher` pᵗ: [n, …s], any real numbers; the teacher's brought to the student's shape before
 * - `until`: share of all steps after which nothing is added, 0 … 1 (0 excluded); t is the share that is done
 *
 * Returns [n, …s]. From `until` on it is fˢ to the last bit, as long as pᵗ is finite. A residual sum across two networks; both
 * roles learn, the teacher's by way of its projector alone.
 */
export const graft = defineOp({
  name: 'model.graft',
  args: z.strictObject({ until: z.number().min(0.001).max(1) }),
  inputs: { student: ['n', '...s'], teacher: ['n', '...s'] },
  gradient: ['student', 'teacher'],
  output: ['n', '...s'],
  run: (k, { student, teacher }, { until }) => {
    const gone = k.div(k.progress(), k.scalar(until));
    return k.add(student, k.mul(k.maximum(k.sub(k.scalar(1), gone), k.scalar(0)), teacher));
  },
});
