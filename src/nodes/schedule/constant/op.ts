import { z } from 'zod';
import { defineSchedule } from '../../../plan/operation.ts';

/** The same learning rate throughout: factor 1. */
export const constant = defineSchedule({
  name: 'schedule.constant',
  args: z.strictObject({}),
  factor: () => 1,
});
