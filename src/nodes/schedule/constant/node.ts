import { z } from 'zod';
import { defineScheduleNode } from '../define-schedule-node.ts';
import { constant } from './op.ts';

export const constantSchedule = defineScheduleNode({
  title: 'Constant rate',
  summary: 'The same learning rate throughout.',
  source: 'Common practice.',
  keywords: ['fixed', 'learning rate'],
  help: `Leaves the learning rate as it is.

## When to use it
For short runs, and to see what a schedule brings.

## Formula
ηₛ = η for every step s.`,
  rule: constant,
  params: z.strictObject({}),
});
