import { z } from 'zod';
import { defineOp } from '../../../plan/operation.ts';

/**
 * What a block of the student gives, or what the teacher's block gives in its place: one of them for the whole batch, drawn anew at
 * each step.
 *
 * h = fˢ where u < p(t), else fᵗ; u uniform in [0, 1), p(t) = min(1, from + (1 − from) · t / until)
 *
 * - `student` fˢ, `teacher` fᵗ: [n, …s] of one shape, finite
 * - `from`: chance of the student's block at first, 0 … 1
 * - `until`: share of all steps after which it is certain, 0 … 1 (0 excluded); t is the share that is done
 * - `stream`: of u, so that each block has draws of its own
 *
 * Returns [n, …s]: one of both, to the last bit. A gradient reaches what was taken alone; behind a mixed block it goes through the
 * teacher's next block too, whose weights stay. Source: Xu et al. 2020, equations 4 to 7.
 */
export const theseus = defineOp({
  name: 'model.theseus',
  args: z.strictObject({
    from: z.number().min(0).max(1),
    until: z.number().min(0.001).max(1),
    stream: z.string().min(1).max(100),
  }),
  inputs: { student: ['n', '...s'], teacher: ['n', '...s'] },
  gradient: ['student'],
  either: ['teacher'],
  output: ['n', '...s'],
  run: (k, { student, teacher }, { from, until, stream }) => {
    const gone = k.minimum(k.div(k.progress(), k.scalar(until)), k.scalar(1));
    const chance = k.add(k.scalar(from), k.mul(gone, k.scalar(1 - from)));
    const taken = k.cast(k.less(k.random(stream, [1]), chance), 'float32');
    return k.add(k.mul(student, taken), k.mul(teacher, k.sub(k.scalar(1), taken)));
  },
});
