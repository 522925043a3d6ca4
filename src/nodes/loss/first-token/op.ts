import { z } from 'zod';
import { defineOp } from '../../../plan/operation.ts';

/**
 * Squared distance of what both networks make of the first token, each brought to length 1.
 *
 * L = (1/n) Σ ‖hˢ₀/‖hˢ₀‖ − hᵗ₀/‖hᵗ₀‖‖², lengths at least 1e-12.
 *
 * - `student`, `teacher`: hidden states [n, l, d], of which the first token's counts
 *
 * Sun et al. 2019 (patient knowledge distillation, arXiv:1908.09355), of one pair of layers.
 */
export const firstToken = defineOp({
  name: 'loss.first-token',
  args: z.strictObject({}),
  inputs: { student: ['n', 'l', 'd'], teacher: ['n', 'l', 'd'] },
  gradient: ['student'],
  run: (k, { student, teacher }) => {
    const direction = (x: typeof student) => {
      const [n = 0, , units = 0] = x.shape;
      const first = k.reshape(k.slice(x, [0, 0, 0], [n, 1, units]), [n, units]);
      const length = k.sqrt(k.maximum(k.sum(k.square(first), 1, true), k.scalar(1e-24)));
      return k.div(first, length);
    };
    return k.mean(k.sum(k.square(k.sub(direction(student), direction(teacher))), 1));
  },
});
