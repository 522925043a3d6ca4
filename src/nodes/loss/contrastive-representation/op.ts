import { z } from 'zod';
import { defineOp } from '../../../plan/operation.ts';
import { othersOf, scoresOf } from '../../arithmetic/scores.ts';

/**
 * Noise-contrastive estimation between two embeddings of the same examples: each pair of one example is to be told from
 * pairs of two.
 *
 * L = −(1/n) Σᵢ [ln rᵢᵢ/(rᵢᵢ + kᵢ) + Σ_{j∈Nᵢ} ln kᵢ/(rᵢⱼ + kᵢ)], and the same with both embeddings exchanged;
 * rᵢⱼ = exp(cos(eˢᵢ, eᵗⱼ)/τ) over the batch's mean of it (taken as constant), kᵢ = |Nᵢ|.
 *
 * The paper draws 16,384 negatives from a memory of older embeddings and freezes the mean of its first batch; here the negatives
 * are the other examples of the batch, and of other classes where labels are wired, and the mean is each batch's own.
 * The size of the data then cancels.
 *
 * - `student` eˢ, `teacher` eᵗ: [n, d], any real numbers; both learn, as the heads above two frozen or learning layers do
 * - `labels`: one class index a row; may be left out
 * - `temperature` τ > 0
 *
 * Source: Tian et al.: Contrastive representation distillation (2020), arXiv:1910.10699.
 */
export const contrastiveRepresentation = defineOp({
  name: 'loss.contrastive-representation',
  args: z.strictObject({ temperature: z.number().positive() }),
  inputs: { student: ['n', 'd'], teacher: ['n', 'd'], labels: 'labels' },
  optional: ['labels'],
  gradient: ['student', 'teacher'],
  leastBatch: 2,
  run: (k, { student, teacher, labels }, { temperature }) => {
    const rows = student.shape[0] as number;
    const scores = scoresOf(k, student, teacher, temperature);
    const typical = k.stopGradient(k.sub(k.logSumExp(scores), k.scalar(2 * Math.log(rows))));
    const others = othersOf(k, rows, labels);
    const counts = k.sum(others, 1);
    const logs = k.log(k.maximum(counts, k.scalar(1e-9)));
    const ratios = k.sub(scores, typical);
    const own = k.sum(k.mul(ratios, k.eye(rows)), 1);
    // counts are the same along both axes, since being another example is mutual.
    const found = k.mul(k.scalar(2), k.softplus(k.sub(logs, own)));
    const told = (axis: 0 | 1) =>
      k.sum(k.mul(others, k.softplus(k.sub(ratios, k.expandDims(logs, axis)))), axis);
    return k.mean(k.addN([found, told(0), told(1)]));
  },
});
