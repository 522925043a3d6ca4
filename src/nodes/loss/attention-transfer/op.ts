import type * as tfc from '@tensorflow/tfjs';
import { z } from 'zod';
import { defineOp, type Kernel } from '../../../plan/operation.ts';
import { flat, meanSquare, root, size, unit } from '../../arithmetic/features.ts';
import { alike } from '../../arithmetic/pooling.ts';

/**
 * Where in the image the student and the teacher are active, compared as maps of unit length.
 *
 * Q = unit(flat over places of (1/c) Σ_c |f|ᵖ)
 * `squares`: L = (1/(n·h·w)) Σ (Qˢ − Qᵗ)²; `length`: L = (1/n) Σₙ ‖Qˢ − Qᵗ‖₂
 *
 * - `student`: [n,h,w,c], `teacher`: [n,i,j,d]; the larger map is pooled to the size of the smaller, channels may differ
 * - `power` p: 1 … 8
 *
 * A map that is zero everywhere stays zero and gets no gradient. Zagoruyko, Komodakis 2017 print the norm without the square;
 * their code squares it and takes the mean over places.
 */
export const attentionTransfer = defineOp({
  name: 'loss.attention-transfer',
  args: z.strictObject({ power: z.number().min(1).max(8), form: z.enum(['squares', 'length']) }),
  inputs: { student: ['n', 'h', 'w', 'c'], teacher: ['n', 'i', 'j', 'd'] },
  gradient: ['student'],
  run: (k, { student, teacher }, { power, form }) => {
    const [ofStudent, ofTeacher] = alike(k, student, teacher).map((it) => attention(k, it, power)) as [
      tfc.Tensor,
      tfc.Tensor,
    ];
    if (form === 'squares') return meanSquare(k, ofStudent, ofTeacher);
    return k.mean(root(k, k.sum(k.square(k.sub(ofStudent, ofTeacher)), 1)));
  },
});

/** [n, h·w], rows of length 1. */
function attention(k: Kernel, maps: tfc.Tensor, power: number): tfc.Tensor {
  const raised = power === 2 ? k.square(maps) : k.pow(size(k, maps), k.scalar(power));
  return unit(k, flat(k, k.mean(raised, 3)));
}
