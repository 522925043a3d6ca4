import { z } from 'zod';
import { real } from '../../params.ts';
import { defineScheduleNode } from '../define-schedule-node.ts';
import { warmUp } from './op.ts';

export const warmUpSchedule = defineScheduleNode({
  title: 'Warm-up',
  summary: 'The learning rate rises first, then another schedule follows.',
  source: 'Goyal et al. (2017), arXiv:1706.02677.',
  keywords: ['learning rate', 'ramp'],
  help: `Starts gently, so that large first gradients do no harm.

## When to use it
With large batches, high rates, and transformers. Wire a cosine into *next*.

## Formula
ηₛ = η · (s + 1)/W for s < W = ⌈share · S⌉, after that the wired schedule over the S − W steps that are left.`,
  rule: warmUp,
  wraps: true,
  params: z.strictObject({
    share: real(
      0.05,
      { min: 0, max: 0.9 },
      { title: 'Share', help: 'Share of the training over which the rate rises.', step: 0.01 },
    ),
  }),
});
