import { z } from 'zod';
import { defineOp } from '../../../plan/operation.ts';
import { unit } from '../../arithmetic/features.ts';

/**
 * Directions of hidden states.
 *
 * L = mean over vectors of ‖unit(hˢ) − unit(hᵗ)‖², the sum over a vector's entries
 *
 * - `student`, `teacher`: [n, …s, d], vectors along the last axis; of tokens [n, t, d] the first of each example, or all
 * - `tokens`: `first` or `all`; the same where there is one vector an example
 *
 * A state of zeros stays zero and gets no gradient. Source: Sun et al. 2019 (Patient KD), on the state of the first token.
 */
export const pkd = defineOp({
  name: 'loss.pkd',
  args: z.strictObject({ tokens: z.enum(['first', 'all']) }),
  inputs: { student: ['n', '...s'], teacher: ['n', '...s'] },
  gradient: ['student'],
  run: (k, { student, teacher }, { tokens }) => {
    const [n = 0, , d = 0] = student.shape;
    const [s, t] = [student, teacher].map((it) =>
      unit(k, tokens === 'first' && it.rank === 3 ? k.slice(it, [0, 0, 0], [n, 1, d]) : it),
    );
    return k.mean(k.sum(k.square(k.sub(s ?? student, t ?? teacher)), -1));
  },
});
