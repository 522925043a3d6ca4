import { z } from 'zod';
import { defineOp } from '../../../plan/operation.ts';

/**
 * Divergence from a teacher that is made by hand (teacher-free distillation, regularized).
 *
 * L = (1/n) Σᵢ KL(uᵢ ‖ softmax(zˢᵢ)), u = softmax(v/T), v = a at the label and (1 − a)/(c − 1) elsewhere.
 *
 * - `student`: logits [n, c]; at temperature 1, as the authors' code has it
 * - `labels`: class index, [n]
 * - `correct` a: what the virtual teacher gives the true class, 0.5 … 0.9999
 * - `temperature` T: of the virtual teacher alone, 0.01 … 1000; at 20 it is nearly uniform
 *
 * The sum runs over classes and the mean over rows. The authors' code takes the mean over all entries, c times less, and multiplies by
 * a number that makes up for it. Source: Yuan et al. 2020.
 */
export const virtualTeacher = defineOp({
  name: 'loss.virtual-teacher',
  args: z.strictObject({
    correct: z.number().min(0.5).max(0.9999),
    temperature: z.number().min(0.01).max(1000),
  }),
  inputs: { student: ['n', 'c'], labels: 'labels' },
  gradient: ['student'],
  run: (k, { student, labels }, { correct, temperature }) => {
    const classes = student.shape[1] ?? 2;
    // Both exponents less the first, so that nothing overflows at a low temperature.
    const other = Math.exp(((1 - correct) / (classes - 1) - correct) / temperature);
    const total = 1 + (classes - 1) * other;
    const [own, rest] = [1 / total, other / total];
    const target = k.oneHot(k.cast(labels, 'int32'), classes, own, rest, 'float32');
    const entropy = -own * Math.log(own) - (rest > 0 ? (classes - 1) * rest * Math.log(rest) : 0);
    return k.sub(k.mean(k.softmaxCrossEntropy(student, target)), k.scalar(entropy));
  },
});
