import { z } from 'zod';
import { defineOp } from '../../../plan/operation.ts';
import { meanWhere, tokenMask } from '../../../plan/token-mask.ts';

/**
 * Mean squared difference of two hidden states, over the tokens and their units.
 *
 * L = (1/(m·d)) Σ (hˢ − hᵗ)² over the m places that hold a token.
 *
 * - `student`, `teacher`: hidden states [n, l, d]
 * - `tokens`: the text [n, l]; padding counts nowhere, unlike in the code of TinyBERT, whose mean runs over padding too
 *
 * Jiao et al. 2019 (TinyBERT).
 */
export const tokenDistance = defineOp({
  name: 'loss.token-distance',
  args: z.strictObject({ padding: z.int().nonnegative() }),
  inputs: { student: ['n', 'l', 'd'], teacher: ['n', 'l', 'd'], tokens: ['n', 'l'] },
  gradient: ['student'],
  run: (k, { student, teacher, tokens }, { padding }) =>
    meanWhere(k, k.mean(k.square(k.sub(student, teacher)), 2), tokenMask(k, tokens, padding)),
});
