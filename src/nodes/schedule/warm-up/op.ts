import { z } from 'zod';
import { defineSchedule } from '../../../plan/operation.ts';

/**
 * Rises in a line to 1 over the first steps, then follows the wrapped schedule over the rest.
 *
 * f = (s + 1) / W for s < W, else next(s − W, S − W), W = ⌈share · S⌉.
 *
 * - `share`: of the stage's steps, 0 … 1 (excluded). Source: Goyal et al. 2017.
 */
export const warmUp = defineSchedule({
  name: 'schedule.warm-up',
  args: z.strictObject({ share: z.number().min(0).lt(1) }),
  factor: (at, steps, { share }, next) => {
    const rising = Math.ceil(share * steps);
    return at < rising ? (at + 1) / rising : next(at - rising, steps - rising);
  },
});
