import type * as tfc from '@tensorflow/tfjs';
import { z } from 'zod';
import { defineOp, type Kernel } from '../../../plan/operation.ts';
import { channels, meanSquare } from '../../arithmetic/features.ts';
import { alike } from '../../arithmetic/pooling.ts';

/**
 * The flow from one layer to a later one: which channels of both are active at the same places.
 *
 * L = (1/(n·c·d)) Σ (Gˢ − Gᵗ)², G [n,c,d] = (1/(h·w)) Σₓ f(x) gᵀ(x), f the first layer and g the second
 *
 * - `studentFirst`: [n,h,w,c], `studentSecond`: [n,i,j,d]; of the two the larger is pooled (means) to the size of the smaller
 * - `teacherFirst`: [n,p,q,c], `teacherSecond`: [n,r,s,d]; sizes may differ from the student's, channels may not
 *
 * Source: Yim et al. 2017 (FSP matrices). (torchdistill pools by maxima and sums the lengths of columns.)
 */
export const fsp = defineOp({
  name: 'loss.fsp',
  args: z.strictObject({}),
  inputs: {
    studentFirst: ['n', 'h', 'w', 'c'],
    studentSecond: ['n', 'i', 'j', 'd'],
    teacherFirst: ['n', 'p', 'q', 'c'],
    teacherSecond: ['n', 'r', 's', 'd'],
  },
  gradient: ['studentFirst', 'studentSecond'],
  run: (k, { studentFirst, studentSecond, teacherFirst, teacherSecond }) =>
    meanSquare(k, flow(k, studentFirst, studentSecond), flow(k, teacherFirst, teacherSecond)),
});

function flow(k: Kernel, first: tfc.Tensor, second: tfc.Tensor): tfc.Tensor {
  const [f, g] = alike(k, first, second).map((it) => channels(k, it)) as [tfc.Tensor, tfc.Tensor];
  return k.div(k.matMul(f, g, false, true), k.scalar(f.shape[2] ?? 1));
}
