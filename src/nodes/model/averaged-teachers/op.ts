import { z } from 'zod';
import { defineOp } from '../../../plan/operation.ts';

/** The places of teachers in an average. */
export const TEACHERS = ['teacher1', 'teacher2', 'teacher3', 'teacher4', 'teacher5', 'teacher6'] as const;

/**
 * The common answer of several teachers, as logits.
 *
 * - `probs`: z̄ = T · log((1/K) Σₖ softmax(zₖ/T)), so that softmax(z̄/T) is the mean of the tempered probabilities
 * - `logits`: z̄ = (1/K) Σₖ zₖ
 *
 * - `teacher1` … `teacher6`: logits zₖ [n, c]; all but the first may be left out
 * - `temperature` T: 0.01 … 1000, that of the loss which follows; without effect on the mean of logits
 *
 * Returns [n, c]. K equal teachers give that teacher (up to a constant a row, which no softmax sees), and the order of
 * teachers changes nothing. The cross-entropy against the mean of probabilities is the mean of the cross-entropies; no
 * such thing holds for the mean of logits, where one certain teacher outweighs all others. From log-softmax throughout, so
 * that no probability is clipped. Mean of probabilities: Hinton, Vinyals, Dean 2015, section 3; Liu et al. 2019 (MT-DNN-KD).
 */
export const averagedTeachers = defineOp({
  name: 'model.averaged-teachers',
  args: z.strictObject({
    average: z.enum(['probs', 'logits']),
    temperature: z.number().min(0.01).max(1000),
  }),
  inputs: {
    teacher1: ['n', 'c'],
    teacher2: ['n', 'c'],
    teacher3: ['n', 'c'],
    teacher4: ['n', 'c'],
    teacher5: ['n', 'c'],
    teacher6: ['n', 'c'],
  },
  optional: TEACHERS.slice(1),
  gradient: [],
  output: ['n', 'c'],
  run: (k, inputs, { average, temperature }) => {
    const logits = TEACHERS.map((role) => inputs[role]).filter((it) => it !== undefined);
    const count = k.scalar(1 / logits.length);
    if (average === 'logits') return k.mul(k.addN(logits), count);
    const logs = logits.map((it) => k.logSoftmax(k.div(it, k.scalar(temperature))));
    const highest = logs.reduce((most, it) => k.maximum(most, it));
    const mean = k.mul(k.addN(logs.map((it) => k.exp(k.sub(it, highest)))), count);
    return k.mul(k.add(k.log(mean), highest), k.scalar(temperature));
  },
});
