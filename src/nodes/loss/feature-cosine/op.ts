import { z } from 'zod';
import { defineOp } from '../../../plan/operation.ts';
import { flat, unit } from '../../arithmetic/features.ts';

/**
 * The angle between a layer of the student and a layer of the teacher.
 *
 * L = mean over vectors of 1 − cos(fˢ, fᵗ)
 *
 * - `student`, `teacher`: [n, …s]
 * - `over`: `example`, all values of an example are one vector; `last`, those along the last axis, as of each token or place
 *
 * A vector of zeros stands at right angles to all, and gets no gradient. Source: Sanh et al. 2019 (DistilBERT), L_cos.
 */
export const featureCosine = defineOp({
  name: 'loss.feature-cosine',
  args: z.strictObject({ over: z.enum(['example', 'last']) }),
  inputs: { student: ['n', '...s'], teacher: ['n', '...s'] },
  gradient: ['student'],
  run: (k, { student, teacher }, { over }) => {
    const [s, t] = over === 'last' ? [student, teacher] : [flat(k, student), flat(k, teacher)];
    return k.mean(k.sub(k.scalar(1), k.sum(k.mul(unit(k, s), unit(k, t)), -1)));
  },
});
