import { z } from 'zod';
import { defineOp } from '../../../plan/operation.ts';
import { size } from '../../arithmetic/features.ts';

/**
 * The mean size of a layer's values.
 *
 * L = (1/m) Σ |f|, m the number of entries of the batch
 *
 * - `student`: [n, …s]
 *
 * Its gradient at zero is zero. Source: Olshausen, Field 1996, as the limit on activations in hint training.
 */
export const sparsity = defineOp({
  name: 'loss.sparsity',
  regularizes: true,
  args: z.strictObject({}),
  inputs: { student: ['n', '...s'] },
  gradient: ['student'],
  run: (k, { student }) => k.mean(size(k, student)),
});
