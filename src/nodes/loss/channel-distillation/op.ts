import { z } from 'zod';
import { defineOp } from '../../../plan/operation.ts';
import { meanSquare, pooled } from '../../arithmetic/features.ts';

/**
 * How strongly each channel of a layer answers, whatever the place.
 *
 * L = (1/(n·c)) Σ (gˢ − gᵗ)², g [n, c] the mean of each map over its places
 *
 * - `student`: [n,h,w,c], `teacher`: [n,i,j,c]; the sizes of the maps may differ
 *
 * Source: Zhou et al. 2020, the channel-wise part.
 */
export const channelDistillation = defineOp({
  name: 'loss.channel-distillation',
  args: z.strictObject({}),
  inputs: { student: ['n', 'h', 'w', 'c'], teacher: ['n', 'i', 'j', 'c'] },
  gradient: ['student'],
  run: (k, { student, teacher }) => meanSquare(k, pooled(k, student), pooled(k, teacher)),
});
