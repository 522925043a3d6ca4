import { z } from 'zod';
import { real } from '../../params.ts';
import { defineScheduleNode } from '../define-schedule-node.ts';
import { cosine } from './op.ts';

export const cosineSchedule = defineScheduleNode({
  title: 'Cosine decay',
  summary: 'The learning rate falls along half a cosine.',
  source: 'Loshchilov, Hutter (2017), arXiv:1608.03983.',
  keywords: ['learning rate', 'annealing'],
  help: `Slow, fast, slow: little is lost at the start and the end is fine-grained.

## When to use it
Nearly always: nothing needs tuning.

## Formula
ηₛ = η · (floor + (1 − floor)(1 + cos(π s/S))/2), s the step of S.`,
  rule: cosine,
  params: z.strictObject({
    floor: real(
      0,
      { min: 0, max: 1 },
      { title: 'Floor', help: 'Share of the rate that is left at the end.', step: 0.01 },
    ),
  }),
});
