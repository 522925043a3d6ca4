import { z } from 'zod';
import { defineOp } from '../../../plan/operation.ts';
import { meanWhere } from '../../../plan/token-mask.ts';

/**
 * Mean cross-entropy of the tokens that are to be found again, in nats.
 *
 * L = −(1/m) Σ log softmax(zᵢⱼ)[targetᵢⱼ] over the m places whose target is a token.
 *
 * - `student`: logits z [n, l, v] of every token of the vocabulary at every place
 * - `targets`: the hidden tokens [n, l]; −100 where nothing is to be found. 0 where no place of the batch has a target
 *
 * Devlin et al. 2018 (BERT).
 */
export const maskedLanguage = defineOp({
  name: 'loss.masked-language',
  args: z.strictObject({}),
  inputs: { student: ['n', 'l', 'v'], targets: ['n', 'l'] },
  gradient: ['student'],
  run: (k, { student, targets }) => {
    const [n = 0, length = 0, vocabulary = 1] = student.shape;
    const places = k.reshape(k.cast(targets, 'float32'), [n * length]);
    const hidden = k.cast(k.greaterEqual(places, k.scalar(0)), 'float32');
    const wanted = k.oneHot(k.cast(k.relu(places), 'int32'), vocabulary, 1, 0, 'float32');
    return meanWhere(k, k.softmaxCrossEntropy(k.reshape(student, [n * length, vocabulary]), wanted), hidden);
  },
});
