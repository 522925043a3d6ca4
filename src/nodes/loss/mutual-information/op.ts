import { z } from 'zod';
import { defineOp } from '../../../plan/operation.ts';
import { othersOf, scoresOf } from '../../arithmetic/scores.ts';

export const ESTIMATORS = ['jsd', 'infonce'] as const;

/**
 * A lower bound of the mutual information between two embeddings of the same examples, negated to be minimised. Pairs of one
 * example are told from pairs of two by their scores sᵢⱼ = cos(eˢᵢ, eᶜⱼ) / τ.
 *
 * - `jsd`: L = (1/n) Σᵢ wᵢ [softplus(−sᵢᵢ) + (1/|Nᵢ|) Σ_{j∈Nᵢ} softplus(sᵢⱼ)], of Jensen and Shannon's divergence
 * - `infonce`: L = (1/2n) Σᵢ wᵢ [−ln softmax(sᵢ·)ᵢ − ln softmax(s·ᵢ)ᵢ] over i and Nᵢ; ln n − L bounds the information in nats
 *
 * Nᵢ are all other examples; with labels, those of other classes, since a twin of the same label is no wrong answer.
 *
 * - `student` eˢ, `context` eᶜ: [n, d], any real numbers; both learn
 * - `labels`: one class index a row; `weights` w [n], 1 on average; both may be left out
 * - `temperature` τ > 0
 *
 * Sources: Shrivastava et al.: MIMKD (2021), arXiv:2110.15946; van den Oord et al.: CPC (2018), arXiv:1807.03748.
 */
export const mutualInformation = defineOp({
  name: 'loss.mutual-information',
  args: z.strictObject({ estimator: z.enum(ESTIMATORS), temperature: z.number().positive() }),
  inputs: { student: ['n', 'd'], context: ['n', 'd'], labels: 'labels', weights: ['n'] },
  optional: ['labels', 'weights'],
  gradient: ['student', 'context'],
  leastBatch: 2,
  run: (k, { student, context, labels, weights }, { estimator, temperature }) => {
    const rows = student.shape[0] as number;
    const scores = scoresOf(k, student, context, temperature);
    const others = othersOf(k, rows, labels);
    const own = k.sum(k.mul(scores, k.eye(rows)), 1);
    const weighed = (values: typeof own) => k.mean(weights ? k.mul(values, weights) : values);
    if (estimator === 'jsd') {
      const count = k.maximum(k.sum(others, 1), k.scalar(1));
      const wrong = k.div(k.sum(k.mul(others, k.softplus(scores)), 1), count);
      return weighed(k.add(k.softplus(k.neg(own)), wrong));
    }
    // What is neither the own nor another one is out of the sum: e⁻ᵐ is 0 beside any score.
    const out = k.sub(k.sub(k.ones([rows, rows]), others), k.eye(rows));
    const among = k.sub(scores, k.mul(out, k.scalar(1e9)));
    const both = k.add(k.logSumExp(among, 1), k.logSumExp(among, 0));
    return weighed(k.sub(k.mul(both, k.scalar(0.5)), own));
  },
});

/**
 * What a teacher says of each example and what is true of it, side by side, as one row.
 *
 * c = [log softmax(zᵗ / T), one-hot(y)]: [n, 2c]
 *
 * - `teacher` zᵗ: logits [n, c]; `labels` y: one class index a row
 * - `temperature` T > 0
 *
 * The condition of a mutual information between a student's layer and a teacher's answer with its label.
 */
export const labelContext = defineOp({
  name: 'loss.label-context',
  part: 'answers and labels',
  args: z.strictObject({ temperature: z.number().positive() }),
  inputs: { teacher: ['n', 'c'], labels: 'labels' },
  gradient: [],
  output: ['n', 'c+c'],
  run: (k, { teacher, labels }, { temperature }) => {
    const classes = teacher.shape[1] as number;
    const told = k.logSoftmax(k.div(teacher, k.scalar(temperature)));
    return k.concat([told, k.cast(k.oneHot(k.cast(labels, 'int32'), classes), 'float32')], 1);
  },
});

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
