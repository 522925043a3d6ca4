import type * as tfc from '@tensorflow/tfjs';
import { z } from 'zod';
import { defineOp, type Kernel } from '../../../plan/operation.ts';
import { Maps, smoothL1 } from '../../arithmetic/features.ts';
import { embedding, RELATION_ROLES } from '../../arithmetic/relations.ts';

/**
 * Distances between the examples of a batch, as the student and as the teacher see them.
 *
 * L = (1/n²) Σᵢⱼ ℓ(Dˢᵢⱼ/μˢ − Dᵗᵢⱼ/μᵗ), ℓ(d) = d²/2 where |d| < 1, else |d| − ½
 * Dᵢⱼ = √max(‖eᵢ − eⱼ‖², 10⁻¹²) for i ≠ j, Dᵢᵢ = 0; μ the mean of Dᵢⱼ over i ≠ j
 *
 * - `student`, `teacher`: [n, …s] and [n, …t], one vector eᵢ an example each; s and t may differ
 * - `studentShallow`, `teacherShallow`: further layers, whose means over places stand before those of the deep ones in e
 * - `maps`: maps [n,h,w,c] by the mean over places or by every value
 *
 * It does not change when either side is moved, turned or scaled as a whole. Source: Park et al. 2019 (RKD), section 3.2.1.
 */
export const rkdDistance = defineOp({
  name: 'loss.rkd-distance',
  args: z.strictObject({ maps: Maps }),
  ...RELATION_ROLES,
  leastBatch: 2,
  run: (k, { student, teacher, studentShallow, teacherShallow }, { maps }) =>
    k.mean(
      smoothL1(
        k,
        k.sub(
          relativeDistances(k, embedding(k, student, studentShallow, maps)),
          relativeDistances(k, embedding(k, teacher, teacherShallow, maps)),
        ),
      ),
    ),
});

/** Distances over their mean, [n, n], from inner products of rows about their mean, which lose fewer digits. */
function relativeDistances(k: Kernel, rows: tfc.Tensor): tfc.Tensor {
  const n = rows.shape[0] ?? 0;
  const centred = k.sub(rows, k.mean(rows, 0, true));
  const products = k.matMul(centred, centred, false, true);
  const same = k.eye(n);
  // From the same product, so that equal rows are nowhere apart.
  const squares = k.sum(k.mul(products, same), 1, true);
  const apart = k.sub(k.add(squares, k.reshape(squares, [1, n])), k.mul(products, k.scalar(2)));
  const distances = k.mul(k.sqrt(k.maximum(apart, k.scalar(1e-12))), k.sub(k.onesLike(same), same));
  const mean = k.div(k.sum(distances), k.scalar(Math.max(1, n * (n - 1))));
  return k.div(distances, k.maximum(mean, k.scalar(1e-12)));
}
