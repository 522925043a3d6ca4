import { z } from 'zod';
import { defineOp } from '../../../plan/operation.ts';

/**
 * Two losses whose shares change while training goes on.
 *
 * L = λ(t) · L₁ + (1 − λ(t)) · L₂, λ(t) = from + (to − from) · clip((t − begin) / over, 0, 1)
 *
 * - `first` L₁, `second` L₂: scalars
 * - `from`, `to`: share of the first loss at the start and in the end, 0 … 1
 * - `begin`, `over`: when the change begins and how long it takes, as shares of all steps; t is the share that is done,
 *   0 … 1 (excluded)
 *
 * Teacher annealing: Clark et al. 2019 (BAM), λ from 0 to 1 over the whole training, L₁ on the labels, L₂ on the teacher.
 */
export const annealedSum = defineOp({
  name: 'loss.annealed-sum',
  args: z.strictObject({
    from: z.number().min(0).max(1),
    to: z.number().min(0).max(1),
    begin: z.number().min(0).max(1),
    over: z.number().min(0.001).max(1),
  }),
  inputs: { first: [], second: [] },
  gradient: ['first', 'second'],
  run: (k, { first, second }, { from, to, begin, over }) => {
    const moved = k.clipByValue(k.div(k.sub(k.progress(), k.scalar(begin)), k.scalar(over)), 0, 1);
    const share = k.add(k.scalar(from), k.mul(k.scalar(to - from), moved));
    return k.add(k.mul(share, first), k.mul(k.sub(k.scalar(1), share), second));
  },
});
