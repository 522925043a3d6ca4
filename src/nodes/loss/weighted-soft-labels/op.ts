import { z } from 'zod';
import { defineOp } from '../../../plan/operation.ts';
import { softDivergence } from '../../arithmetic/divergence.ts';

/**
 * Tempered softmax in which each example counts by how much the student lags behind the teacher on it.
 *
 * L = T² · (1/n) Σᵢ wᵢ · KL(pᵗᵢ ‖ pˢᵢ), p = softmax(z/T), wᵢ = 1 − exp(−ℓˢᵢ/(ℓᵗᵢ + 1e-7)), ℓ the cross-entropy with the label at T = 1.
 *
 * - `student`, `teacher`: logits [n, c]
 * - `labels`: class index, [n]
 * - `temperature` T: 0.01 … 1000
 *
 * No gradient goes through w. The authors use the cross-entropy with pᵗ in place of KL: another value, the same gradient. Source: Zhou et al. 2021.
 */
export const weightedSoftLabels = defineOp({
  name: 'loss.weighted-soft-labels',
  args: z.strictObject({ temperature: z.number().min(0.01).max(1000) }),
  inputs: { student: ['n', 'c'], teacher: ['n', 'c'], labels: 'labels' },
  gradient: ['student'],
  run: (k, { student, teacher, labels }, { temperature }) => {
    const label = k.oneHot(k.cast(labels, 'int32'), student.shape[1] ?? 1, 1, 0, 'float32');
    const lag = k.div(
      k.softmaxCrossEntropy(k.stopGradient(student), label),
      k.add(k.softmaxCrossEntropy(teacher, label), k.scalar(1e-7)),
    );
    const weights = k.sub(k.scalar(1), k.exp(k.neg(lag)));
    const rows = softDivergence(k, teacher, student, k.scalar(temperature));
    return k.mul(k.mean(k.mul(k.stopGradient(weights), rows)), k.scalar(temperature ** 2));
  },
});
