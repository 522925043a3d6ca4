import { z } from 'zod';
import { defineOp } from '../../../plan/operation.ts';
import { meanWhere, tokenMask } from '../../../plan/token-mask.ts';

/**
 * Mean squared difference of attention's scores before the softmax, as TinyBERT compares them.
 *
 * L = (1/m) Σ (aˢ − aᵗ)² over heads and pairs of places. `tokens`: over the m = h · Σ length² pairs of which both hold a token.
 * `all`: over all n·h·l² entries, those at or below −100 taken as 0, as the authors' code has it; then the loss depends on how
 * much padding there is.
 *
 * - `student`, `teacher`: scores [n, h, l, l]
 * - `tokens`: the text [n, l]
 *
 * Jiao et al. 2019 (TinyBERT, arXiv:1909.10351).
 */
export const attentionDistance = defineOp({
  name: 'loss.attention-distance',
  args: z.strictObject({ over: z.enum(['tokens', 'all']), padding: z.int().nonnegative() }),
  inputs: { student: ['n', 'h', 'l', 'l'], teacher: ['n', 'h', 'l', 'l'], tokens: ['n', 'l'] },
  gradient: ['student'],
  run: (k, { student, teacher, tokens }, { over, padding }) => {
    const [n = 0, heads = 1, length = 0] = student.shape;
    if (over === 'all') {
      const known = (x: typeof student) =>
        k.where(k.greater(k.stopGradient(x), k.scalar(-100)), x, k.zerosLike(x));
      return k.mean(k.square(k.sub(known(student), known(teacher))));
    }
    const mask = tokenMask(k, tokens, padding);
    const pairs = k.mul(k.reshape(mask, [n, 1, length, 1]), k.reshape(mask, [n, 1, 1, length]));
    const counted = k.mul(pairs, k.ones([n, heads, length, length]));
    // Before the square: what stands for padding is far below every score, and its square far beyond float32.
    const difference = k.sub(k.mul(student, counted), k.mul(teacher, counted));
    return meanWhere(k, k.square(difference), counted);
  },
});
