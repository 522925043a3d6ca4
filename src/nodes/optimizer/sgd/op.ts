import { z } from 'zod';
import { defineOptimizer } from '../../../plan/operation.ts';

/**
 * Stochastic gradient descent with momentum.
 *
 * g ← g + λw (kernels only), v ← μv + g, w ← w − η·v; with Nesterov w ← w − η·(g + μv).
 *
 * - `momentum` μ: 0 … 1 (excluded)
 * - `weightDecay` λ: L2 penalty on kernels, ≥ 0
 * - `nesterov`: look ahead along the velocity
 *
 * The velocity holds no learning rate, so that a schedule acts at once (as PyTorch's SGD does). Sutskever et al. 2013.
 */
export const sgd = defineOptimizer({
  name: 'optimizer.sgd',
  args: z.strictObject({
    momentum: z.number().min(0).lt(1),
    nesterov: z.boolean(),
    weightDecay: z.number().min(0),
  }),
  slots: ['velocity'],
  factors: ({ rate }) => ({ rate }),
  update: (k, { value, gradient, slots, factors, decays }, { momentum, nesterov, weightDecay }) => {
    const pulled =
      decays && weightDecay > 0 ? k.add(gradient, k.mul(value, k.scalar(weightDecay))) : gradient;
    const velocity = k.add(k.mul(slots.velocity as typeof value, k.scalar(momentum)), pulled);
    const along = nesterov ? k.add(pulled, k.mul(velocity, k.scalar(momentum))) : velocity;
    return { value: k.sub(value, k.mul(along, factors.rate)), slots: { velocity } };
  },
});
