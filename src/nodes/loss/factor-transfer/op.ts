import type * as tfc from '@tensorflow/tfjs';
import { z } from 'zod';
import { defineOp, type Kernel } from '../../../plan/operation.ts';
import { flat, size, unit } from '../../arithmetic/features.ts';
import { alike } from '../../arithmetic/pooling.ts';

export const FORMS = ['values', 'places'] as const;

/**
 * How far a student's factor points another way than the teacher's.
 *
 * L = mean |u(Fˢ) − u(Fᵗ)|ᵖ over all entries, u = v/‖v‖₂ an example
 *
 * - `form` `values`: v is every value of the factor [n, h·w·c], as in the paper; `places`: the mean of squares over channels at each
 *   place [n, h·w], as in RepDistiller
 * - `power` p: 1 or 2
 * - `student`: [n,h,w,c], `teacher`: [n,i,j,c]; the larger is pooled (means) to the size of the smaller
 *
 * A factor of zeros points nowhere: it stays zero and gets no gradient. Source: Kim et al. 2018 (factor transfer).
 */
export const factorTransfer = defineOp({
  name: 'loss.factor-transfer',
  args: z.strictObject({ form: z.enum(FORMS), power: z.union([z.literal(1), z.literal(2)]) }),
  inputs: { student: ['n', 'h', 'w', 'c'], teacher: ['n', 'i', 'j', 'c'] },
  gradient: ['student'],
  run: (k, { student, teacher }, { form, power }) => {
    const [s, t] = alike(k, student, teacher).map((it) => direction(k, it, form)) as [tfc.Tensor, tfc.Tensor];
    const apart = k.sub(s, t);
    return k.mean(power === 1 ? size(k, apart) : k.square(apart));
  },
});

const direction = (k: Kernel, factor: tfc.Tensor, form: (typeof FORMS)[number]): tfc.Tensor =>
  unit(k, flat(k, form === 'values' ? factor : k.mean(k.square(factor), 3)));
