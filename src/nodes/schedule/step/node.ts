import { z } from 'zod';
import { real } from '../../params.ts';
import { defineScheduleNode } from '../define-schedule-node.ts';
import { step } from './op.ts';

export const stepSchedule = defineScheduleNode({
  title: 'Step decay',
  summary: 'The learning rate falls by a factor at equal distances.',
  source: 'He et al. (2016), section 4.2.',
  keywords: ['learning rate', 'decay', 'staircase'],
  help: `A staircase.

## When to use it
With SGD on residual networks.

## Formula
ηₛ = η · by^⌊(s/S)/every⌋, s the step of S.`,
  rule: step,
  params: z.strictObject({
    every: real(
      0.34,
      { min: 0.01, max: 1 },
      { title: 'Every', help: 'Share of the training between two falls.', step: 0.01 },
    ),
    by: real(
      0.1,
      { min: 0.001, max: 1 },
      { title: 'By', help: 'The rate is multiplied by it at each fall.', step: 0.05 },
    ),
  }),
});
