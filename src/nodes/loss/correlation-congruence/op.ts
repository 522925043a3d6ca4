import type * as tfc from '@tensorflow/tfjs';
import { z } from 'zod';
import { defineOp, type Kernel } from '../../../plan/operation.ts';
import { flat, root, size } from '../../arithmetic/features.ts';

const Form = z.enum(['neighbours', 'bilinear', 'gaussian']);

/**
 * Correlation congruence. Three losses go by that name.
 *
 * `neighbours`, of the authors' code: L = (1/(n−1)) Σᵢ Σₖ δᵢₖ δᵢ₊₁,ₖ, δ = |eˢ − eᵗ|, i over the batch in its order
 * `bilinear`: L = ‖Kˢ − Kᵗ‖_F / n², K = e eᵀ
 * `gaussian`: the same with Kᵢⱼ = exp(−2γ) Σₚ ((2γ)ᵖ/p!) (eᵢ·eⱼ)ᵖ, p = 0 … `terms`
 *
 * - `student`: [n, …s], `teacher`: [n, …t], made flat to e; s and t may differ, but not with `neighbours`
 * - `gamma` γ: above 0 … 10; `terms`: 1 … 5. Read by `gaussian` alone
 *
 * The last two are torchdistill's: the norm is not squared. Where both kernels are equal its gradient is zero.
 * Source: Peng et al. 2019.
 */
export const correlationCongruence = defineOp({
  name: 'loss.correlation-congruence',
  args: z.strictObject({
    form: Form,
    gamma: z.number().positive().max(10),
    terms: z.int().min(1).max(5),
  }),
  inputs: { student: ['n', '...s'], teacher: ['n', '...t'] },
  gradient: ['student'],
  leastBatch: 2,
  run: (k, { student, teacher }, { form, gamma, terms }) => {
    const [ofStudent, ofTeacher] = [flat(k, student), flat(k, teacher)];
    const n = ofStudent.shape[0] ?? 0;
    if (form === 'neighbours') {
      const apart = size(k, k.sub(ofStudent, ofTeacher));
      const width = apart.shape[1] ?? 0;
      const [each, next] = [k.slice(apart, [0, 0], [n - 1, width]), k.slice(apart, [1, 0], [n - 1, width])];
      return k.div(k.sum(k.mul(each, next)), k.scalar(Math.max(1, n - 1)));
    }
    const kernel = (rows: tfc.Tensor) => {
      const products = k.matMul(rows, rows, false, true);
      return form === 'bilinear' ? products : expanded(k, products, gamma, terms);
    };
    const squares = k.sum(k.square(k.sub(kernel(ofStudent), kernel(ofTeacher))));
    return k.div(root(k, squares), k.scalar(n ** 2));
  },
});

/** exp(−2γ) times the first terms of exp(2γ·x). */
function expanded(k: Kernel, x: tfc.Tensor, gamma: number, terms: number): tfc.Tensor {
  const factors = [1];
  for (let p = 1; p <= terms; p++) factors.push(((factors[p - 1] ?? 1) * 2 * gamma) / p);
  // From the highest power down, so that each is one product.
  const series = factors
    .toReversed()
    .reduce(
      (sum, factor) => k.add(k.mul(sum, x), k.scalar(factor * Math.exp(-2 * gamma))),
      k.zerosLike(x) as tfc.Tensor,
    );
  return series;
}
