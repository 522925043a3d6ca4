import { z } from 'zod';
import { defineOp } from '../../../plan/operation.ts';
import { pooled } from '../../arithmetic/features.ts';

/**
 * How far the units of one layer vary together, DeCov.
 *
 * L = ½ (‖C‖²_F − ‖diag C‖²), C [c, c] = (1/n) Σᵢ (fᵢ − f̄)(fᵢ − f̄)ᵀ, f the layer, maps by their mean over places
 *
 * - `student`: [n, …s] → f [n, c]
 *
 * Source: Cogswell et al. 2016.
 */
export const decov = defineOp({
  name: 'loss.decov',
  regularizes: true,
  args: z.strictObject({}),
  inputs: { student: ['n', '...s'] },
  gradient: ['student'],
  leastBatch: 2,
  run: (k, { student }) => {
    const rows = pooled(k, student);
    const centred = k.sub(rows, k.mean(rows, 0, true));
    const covariance = k.div(k.matMul(centred, centred, true, false), k.scalar(rows.shape[0] ?? 1));
    const same = k.eye(rows.shape[1] ?? 0);
    const between = k.mul(covariance, k.sub(k.onesLike(same), same));
    return k.mul(k.sum(k.square(between)), k.scalar(0.5));
  },
});
