import { z } from 'zod';
import { defineOp } from '../../../plan/operation.ts';

/**
 * Mean squared difference of two activations of one shape.
 *
 * L = (1/m) Σ (fˢ − fᵗ)², m the number of entries of the batch, n·s.
 *
 * - `student` fˢ, `teacher` fᵗ: [n, …s], any real numbers
 *
 * The cost of a hint: Romero et al. 2015 (FitNets) sum over the entries of an example and halve; here the mean is taken
 * over all entries, as later toolkits do, so that the weight does not depend on the size of the layer.
 */
export const featureDistance = defineOp({
  name: 'loss.feature-distance',
  args: z.strictObject({}),
  inputs: { student: ['n', '...s'], teacher: ['n', '...s'] },
  gradient: ['student'],
  run: (k, { student, teacher }) => k.mean(k.square(k.sub(student, teacher))),
});
