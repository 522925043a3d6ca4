import { z } from 'zod';
import { defineOp } from '../../../plan/operation.ts';
import { divergenceOfAttention, tokenMask } from '../../../plan/token-mask.ts';

/**
 * Divergence of the student's attention from the teacher's, in nats.
 *
 * L = (1/(h·m)) Σ Σⱼ aᵗ (log aᵗ − log aˢ) over heads and the m queries that hold a token, a = softmax(scores) over the keys j.
 *
 * - `student`, `teacher`: scores before the softmax [n, h, l, l]
 * - `tokens`: the text [n, l]
 *
 * Wang et al. 2020 (MiniLM, arXiv:2002.10957), of one layer.
 */
export const attentionDivergence = defineOp({
  name: 'loss.attention-divergence',
  args: z.strictObject({ padding: z.int().nonnegative() }),
  inputs: { student: ['n', 'h', 'l', 'l'], teacher: ['n', 'h', 'l', 'l'], tokens: ['n', 'l'] },
  gradient: ['student'],
  run: (k, { student, teacher, tokens }, { padding }) =>
    divergenceOfAttention(k, student, teacher, tokenMask(k, tokens, padding)),
});
