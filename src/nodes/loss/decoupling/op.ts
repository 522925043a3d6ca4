import type * as tfc from '@tensorflow/tfjs';
import { z } from 'zod';
import { defineOp, type Kernel } from '../../../plan/operation.ts';
import { pooled } from '../../arithmetic/features.ts';

/**
 * How far the units of two layers of one network vary together.
 *
 * L = ‖C‖²_F / (c·d), C [c, d] = (1/n) Σᵢ (fᵢ − f̄)(gᵢ − ḡ)ᵀ, f and g the layers, maps by their mean over places
 *
 * - `first`: [n, …s] → f [n, c], `second`: [n, …t] → g [n, d]
 *
 * Covariance is over the batch, divided by n. The penalty between layers is ours, after that within one layer
 * (`loss.decov`).
 */
export const decoupling = defineOp({
  name: 'loss.decoupling',
  regularizes: true,
  args: z.strictObject({}),
  inputs: { first: ['n', '...s'], second: ['n', '...t'] },
  gradient: ['first', 'second'],
  leastBatch: 2,
  run: (k, { first, second }) => {
    const [f, g] = [centred(k, first), centred(k, second)];
    const together = k.div(k.matMul(f, g, true, false), k.scalar(f.shape[0] ?? 1));
    return k.mean(k.square(together));
  },
});

function centred(k: Kernel, layer: tfc.Tensor): tfc.Tensor {
  const rows = pooled(k, layer);
  return k.sub(rows, k.mean(rows, 0, true));
}
