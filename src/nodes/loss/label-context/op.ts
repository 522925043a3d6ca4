import { z } from 'zod';
import { defineOp } from '../../../plan/operation.ts';

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
