import { defineOptimizer } from '../../../plan/operation.ts';
import { adamArgs, adamFactors, adamStep } from '../adam/op.ts';

/**
 * Adam with weight decay apart from the gradient.
 *
 * w ← w · (1 − η·λ) (kernels only), then Adam's step on the plain gradient.
 *
 * - `weightDecay` λ ≥ 0; the rest as in Adam
 *
 * Source: Loshchilov, Hutter 2019, with the decay scaled by the learning rate as PyTorch does.
 */
export const adamw = defineOptimizer({
  name: 'optimizer.adamw',
  args: adamArgs,
  slots: ['mean', 'square'],
  factors: (at, args) => ({ ...adamFactors(at, args), kept: 1 - at.rate * args.weightDecay }),
  update: (k, at, args) => {
    const { value, gradient, factors, decays } = at;
    return adamStep(k, { ...at, value: decays ? k.mul(value, factors.kept) : value }, gradient, args);
  },
});
