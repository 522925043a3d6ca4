import { z } from 'zod';
import { defineSchedule } from '../../../plan/operation.ts';

/**
 * Falls by a factor at equal distances: f = by^⌊(s / S) / every⌋, s the step of S.
 *
 * - `every`: share of the stage between two falls, 0 … 1; - `by`: factor of each fall, 0 … 1
 */
export const step = defineSchedule({
  name: 'schedule.step',
  args: z.strictObject({ every: z.number().positive().max(1), by: z.number().positive().max(1) }),
  // The tiny addition keeps a fall that is due at an exact share from being lost to rounding.
  factor: (at, steps, { every, by }) => by ** Math.floor(at / steps / every + 1e-9),
});
