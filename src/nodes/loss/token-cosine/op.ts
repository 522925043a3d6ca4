import { z } from 'zod';
import { defineOp } from '../../../plan/operation.ts';
import { meanWhere, tokenMask } from '../../../plan/token-mask.ts';

/**
 * How far the directions of two hidden states of each token are apart, 0 … 2.
 *
 * L = (1/m) Σ (1 − hˢ·hᵗ / √((‖hˢ‖² + ε)(‖hᵗ‖² + ε))) over the m places that hold a token, ε = 1e-12.
 *
 * - `student`, `teacher`: hidden states [n, l, d]
 * - `tokens`: the text [n, l]; padding counts nowhere
 *
 * ε stands where PyTorch's cosine embedding loss has it, so that a hidden state of zeros has a gradient. Sanh et al. 2019
 * (DistilBERT).
 */
export const tokenCosine = defineOp({
  name: 'loss.token-cosine',
  args: z.strictObject({ padding: z.int().nonnegative() }),
  inputs: { student: ['n', 'l', 'd'], teacher: ['n', 'l', 'd'], tokens: ['n', 'l'] },
  gradient: ['student'],
  run: (k, { student, teacher, tokens }, { padding }) => {
    const size = (x: typeof student) => k.add(k.sum(k.square(x), 2), k.scalar(1e-12));
    const product = k.sum(k.mul(student, teacher), 2);
    // One root each: the product of two small squares would vanish in float32.
    const cosine = k.mul(k.mul(product, k.rsqrt(size(student))), k.rsqrt(size(teacher)));
    return meanWhere(k, k.sub(k.scalar(1), cosine), tokenMask(k, tokens, padding));
  },
});
