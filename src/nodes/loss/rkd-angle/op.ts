import type * as tfc from '@tensorflow/tfjs';
import { z } from 'zod';
import { defineOp, type Kernel } from '../../../plan/operation.ts';
import { Maps, smoothL1, unit } from '../../arithmetic/features.ts';
import { embedding, RELATION_ROLES } from '../../arithmetic/relations.ts';

/**
 * Angles in the triangles that each three examples of a batch make, as the student and as the teacher see them.
 *
 * L = (1/n³) Σᵢⱼₖ ℓ(Aˢᵢⱼₖ − Aᵗᵢⱼₖ), Aᵢⱼₖ = uᵢⱼ · uᵢₖ, uᵢⱼ = (eⱼ − eᵢ)/‖eⱼ − eᵢ‖, ℓ as in `loss.rkd-distance`
 *
 * - `student`, `teacher`: [n, …s] and [n, …t], one vector eᵢ an example each; s and t may differ
 * - `studentShallow`, `teacherShallow`: further layers, whose means over places stand before those of the deep ones in e
 * - `maps`: maps [n,h,w,c] by the mean over places or by every value
 *
 * Between equal examples u is zero, and so are its angles; they count in the mean. Three examples make the first angle that
 * says anything. Takes n²·s and n³ numbers. Source: Park et al. 2019 (RKD), section 3.2.2.
 */
export const rkdAngle = defineOp({
  name: 'loss.rkd-angle',
  args: z.strictObject({ maps: Maps }),
  ...RELATION_ROLES,
  leastBatch: 3,
  run: (k, { student, teacher, studentShallow, teacherShallow }, { maps }) =>
    k.mean(
      smoothL1(
        k,
        k.sub(
          angles(k, embedding(k, student, studentShallow, maps)),
          angles(k, embedding(k, teacher, teacherShallow, maps)),
        ),
      ),
    ),
});

/** Cosines [n, n, n] of the angle at i between j and k. */
function angles(k: Kernel, rows: tfc.Tensor): tfc.Tensor {
  const to = unit(k, k.sub(k.expandDims(rows, 0), k.expandDims(rows, 1)));
  return k.matMul(to, to, false, true);
}
