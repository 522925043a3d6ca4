import { z } from 'zod';
import { defineOp } from '../../../plan/operation.ts';

/**
 * How much each example counts by what the teacher thinks of its label; 1 on average.
 *
 * wᵢ = n · pᵗᵢ(yᵢ) / Σⱼ pᵗⱼ(yⱼ), pᵗ = softmax(zᵗ): where the teacher is wrong, little is learned from it.
 *
 * - `teacher` zᵗ: logits [n, c]; `labels` y: one class index a row
 */
export const agreementGate = defineOp({
  name: 'loss.agreement-gate',
  args: z.strictObject({}),
  inputs: { teacher: ['n', 'c'], labels: 'labels' },
  gradient: [],
  output: ['n'],
  run: (k, { teacher, labels }) => {
    const [rows, classes] = teacher.shape as [number, number];
    const own = k.cast(k.oneHot(k.cast(labels, 'int32'), classes), 'float32');
    // By the softmax over the batch of the logs: a teacher that is sure and wrong everywhere would divide zero by zero.
    const logs = k.sum(k.mul(own, k.logSoftmax(teacher)), 1);
    return k.mul(k.scalar(rows), k.softmax(logs));
  },
});
