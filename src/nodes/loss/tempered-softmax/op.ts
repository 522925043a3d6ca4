import { z } from 'zod';
import { defineOp } from '../../../plan/operation.ts';

/**
 * Divergence of the student's tempered softmax from the teacher's, in nats.
 *
 * L = T² · (1/n) Σᵢ Σⱼ pᵗᵢⱼ (log pᵗᵢⱼ − log pˢᵢⱼ), p = softmax(z/T) over classes; T² only with `scale`.
 *
 * - `student`, `teacher`: logits [n, c]
 * - `temperature` T: 0.01 … 1000; 1 is the plain softmax, larger is softer
 * - `scale`: with it the gradient, T·(pˢ − pᵗ)/n, keeps its size when T grows
 *
 * The sum runs over classes and the mean over rows (not over all entries, which would divide by c as well).
 * From differences of log-softmax, so that no probability is clipped. Source: Hinton, Vinyals, Dean 2015.
 */
export const temperedSoftmax = defineOp({
  name: 'loss.tempered-softmax',
  args: z.strictObject({ temperature: z.number().min(0.01).max(1000), scale: z.boolean() }),
  inputs: { student: ['n', 'c'], teacher: ['n', 'c'] },
  gradient: ['student'],
  part: 'soft answers',
  run: (k, { student, teacher }, { temperature, scale }) => {
    const soften = k.scalar(1 / temperature);
    const ofStudent = k.logSoftmax(k.mul(student, soften));
    const ofTeacher = k.logSoftmax(k.mul(teacher, soften));
    const divergence = k.mean(k.sum(k.mul(k.exp(ofTeacher), k.sub(ofTeacher, ofStudent)), 1));
    return scale ? k.mul(divergence, k.scalar(temperature ** 2)) : divergence;
  },
});
