import { z } from 'zod';
import { NO_SCORE } from '../../../plan/layers/attention.ts';
import { defineOp } from '../../../plan/operation.ts';
import { divergenceOfAttention, shareOut, tokenMask } from '../../../plan/token-mask.ts';

/**
 * Divergence of the relations among the student's values from those among the teacher's, in nats.
 *
 * R = softmax(V Vᵀ / √(d/h)) in each head, padding left out of the keys;
 * L = (1/(h·m)) Σ Σⱼ Rᵗ (log Rᵗ − log Rˢ) over heads and the m queries that hold a token.
 *
 * - `student` V [n, l, s], `teacher` V [n, l, t]: the two may be of different widths, both multiples of the heads
 * - `tokens`: the text [n, l]
 * - `heads` h: 1 … 64; queries and keys can be related in the same way
 *
 * Wang et al. 2020 (MiniLM, arXiv:2002.10957), of one layer.
 */
export const valueRelation = defineOp({
  name: 'loss.value-relation',
  args: z.strictObject({ heads: z.int().min(1).max(64), padding: z.int().nonnegative() }),
  inputs: { student: ['n', 'l', 's'], teacher: ['n', 'l', 't'], tokens: ['n', 'l'] },
  gradient: ['student'],
  run: (k, { student, teacher, tokens }, { heads, padding }) => {
    const mask = tokenMask(k, tokens, padding);
    const [n = 0, length = 0] = mask.shape;
    const padded = k.mul(k.sub(k.scalar(1), k.reshape(mask, [n, 1, 1, length])), k.scalar(NO_SCORE));
    const relations = (values: typeof student) => {
      const own = shareOut(k, values, heads);
      const scores = k.matMul(own, own, false, true);
      return k.add(k.mul(scores, k.scalar(1 / Math.sqrt((values.shape[2] ?? 1) / heads))), padded);
    };
    return divergenceOfAttention(k, relations(student), relations(teacher), mask);
  },
});
