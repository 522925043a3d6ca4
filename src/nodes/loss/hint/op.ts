import { z } from 'zod';
import { defineOp } from '../../../plan/operation.ts';

/**
 * The cost of a hint: how far a regressed guided layer is from the hint layer.
 *
 * - `mean`: L = (1/m) Σ (fᵗ − r)², m = n·h·w·c, so that a weight means the same for layers of any size
 * - `half-sum`: L = (1/n) Σ ½ (fᵗ − r)², the sum over all entries of an example, as in the paper
 *
 * - `student` r, `teacher` fᵗ: [n, …s], any real numbers
 *
 * Source: Romero et al.: FitNets (2015), arXiv:1412.6550, equation 3.
 */
export const hint = defineOp({
  name: 'loss.hint',
  args: z.strictObject({ reduce: z.enum(['mean', 'half-sum']) }),
  inputs: { student: ['n', '...s'], teacher: ['n', '...s'] },
  gradient: ['student'],
  run: (k, { student, teacher }, { reduce }) => {
    const squares = k.square(k.sub(student, teacher));
    if (reduce === 'mean') return k.mean(squares);
    const examples = k.scalar(student.shape[0] as number);
    return k.div(k.mul(k.scalar(0.5), k.sum(squares)), examples);
  },
});
