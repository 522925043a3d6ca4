import { z } from 'zod';
import { defineSchedule } from '../../../plan/operation.ts';

/**
 * Falls along half a cosine from 1 to `floor`: f = floor + (1 − floor) · (1 + cos(π · s / S)) / 2.
 *
 * - `floor`: what is left at the end, 0 … 1. Source: Loshchilov, Hutter 2017, without restarts.
 */
export const cosine = defineSchedule({
  name: 'schedule.cosine',
  args: z.strictObject({ floor: z.number().min(0).max(1) }),
  factor: (at, steps, { floor }) => floor + ((1 - floor) * (1 + Math.cos((Math.PI * at) / steps))) / 2,
});
