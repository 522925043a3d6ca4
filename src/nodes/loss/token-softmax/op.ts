import { z } from 'zod';
import { defineOp } from '../../../plan/operation.ts';
import { meanWhere, tokenMask } from '../../../plan/token-mask.ts';

/**
 * Divergence of the student's tempered softmax over the vocabulary from the teacher's, in nats.
 *
 * L = T² · (1/m) Σ Σᵥ pᵗ (log pᵗ − log pˢ) over the m places that hold a token, p = softmax(z/T).
 *
 * - `student`, `teacher`: logits [n, l, v]
 * - `tokens`: the text as the networks see it [n, l]; padding counts nowhere
 * - `targets`: where they are given, only places that are to be found again count; −100 elsewhere
 * - `temperature` T: 0.01 … 1000
 *
 * The mean runs over tokens (batchmean over the flattened ones), the sum over the vocabulary. Sanh et al. 2019 (DistilBERT).
 */
export const tokenSoftmax = defineOp({
  name: 'loss.token-softmax',
  args: z.strictObject({ temperature: z.number().min(0.01).max(1000), padding: z.int().nonnegative() }),
  inputs: { student: ['n', 'l', 'v'], teacher: ['n', 'l', 'v'], tokens: ['n', 'l'], targets: ['n', 'l'] },
  gradient: ['student'],
  optional: ['targets'],
  run: (k, { student, teacher, tokens, targets }, { temperature, padding }) => {
    const soften = k.scalar(1 / temperature);
    const ofStudent = k.logSoftmax(k.mul(student, soften));
    const ofTeacher = k.logSoftmax(k.mul(teacher, soften));
    const divergence = k.sum(k.mul(k.exp(ofTeacher), k.sub(ofTeacher, ofStudent)), 2);
    // Left out where the loss counts every token, whatever the types of roles say.
    const hidden = targets as typeof targets | undefined;
    const counted = hidden
      ? k.cast(k.greaterEqual(k.cast(hidden, 'float32'), k.scalar(0)), 'float32')
      : tokenMask(k, tokens, padding);
    return k.mul(meanWhere(k, divergence, counted), k.scalar(temperature ** 2));
  },
});
