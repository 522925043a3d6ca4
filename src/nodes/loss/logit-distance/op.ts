import { z } from 'zod';
import { defineOp } from '../../../plan/operation.ts';

/**
 * Mean squared difference of logits.
 *
 * L = (1/(n·c)) Σᵢ Σⱼ (zˢᵢⱼ − zᵗᵢⱼ)², with `centred` after each row's own mean is taken away.
 *
 * - `student`, `teacher`: logits [n, c]
 * - `centred`: leaves out what a softmax does not see, a number added to a whole row
 *
 * Of the logits themselves: some libraries call the squared difference of softmaxes by the same name, whose gradient
 * goes out where the student is certain. Source: Ba, Caruana 2014 (half of the sum over classes there); the mean over
 * all entries as in Kim et al. 2021.
 */
export const logitDistance = defineOp({
  name: 'loss.logit-distance',
  args: z.strictObject({ centred: z.boolean() }),
  inputs: { student: ['n', 'c'], teacher: ['n', 'c'] },
  gradient: ['student'],
  run: (k, { student, teacher }, { centred }) => {
    const difference = k.sub(student, teacher);
    return k.mean(k.square(centred ? k.sub(difference, k.mean(difference, 1, true)) : difference));
  },
});
