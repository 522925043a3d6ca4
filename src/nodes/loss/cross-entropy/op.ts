import { z } from 'zod';
import { defineOp } from '../../../plan/operation.ts';

/**
 * Mean cross-entropy between logits and class labels, in nats.
 *
 * L = −(1/n) Σᵢ Σⱼ qᵢⱼ · log softmax(zᵢ)ⱼ, with q = (1 − s)·onehot(yᵢ) + s/c.
 *
 * - `student`: logits z [n, c], any real numbers
 * - `labels`: class index yᵢ in 0 … c − 1, [n]
 * - `smoothing` s: 0 … 0.5; 0 for plain cross-entropy
 *
 * Computed from the log-softmax, never from clipped probabilities. Smoothing: Szegedy et al. 2016.
 */
export const crossEntropy = defineOp({
  name: 'loss.cross-entropy',
  args: z.strictObject({ smoothing: z.number().min(0).max(0.5) }),
  inputs: { student: ['n', 'c'], labels: 'labels' },
  gradient: ['student'],
  part: 'labels',
  run: (k, { student, labels }, { smoothing }) => {
    const classes = student.shape[1] ?? 1;
    const hard = k.oneHot(
      k.cast(labels, 'int32'),
      classes,
      1 - smoothing + smoothing / classes,
      smoothing / classes,
      'float32',
    );
    return k.mean(k.softmaxCrossEntropy(student, hard));
  },
});
