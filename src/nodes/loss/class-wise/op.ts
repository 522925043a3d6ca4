import { z } from 'zod';
import { defineOp } from '../../../plan/operation.ts';
import { softDivergence } from '../../arithmetic/divergence.ts';

/**
 * Draws what a network says of one image to what it says of another of the same class, which is held fixed.
 *
 * L = (T²/m) Σᵢ KL(sg(softmax(z_{j(i)}/T)) ‖ softmax(zᵢ/T)) over the m examples that have a partner j(i), in nats
 *
 * - `student` z: logits [n, c], n at least 2
 * - `labels`: class indices [n]
 * - `temperature` T: 0.01 … 1000
 *
 * The partner is the next example of the same class in the batch, from its end on to its beginning. One that is alone in its class
 * adds nothing; a batch without any pair has the loss 0. Yun et al. load a second image for each; a batch that was drawn at random
 * holds one already. Source: Yun et al. 2020, equation 2.
 */
export const classWise = defineOp({
  name: 'loss.class-wise',
  args: z.strictObject({ temperature: z.number().min(0.01).max(1000) }),
  inputs: { student: ['n', 'c'], labels: 'labels' },
  gradient: ['student'],
  leastBatch: 2,
  part: 'same class',
  run: (k, { student, labels }, { temperature }) => {
    const count = student.shape[0] as number;
    const places = k.range(0, count, 1, 'int32');
    const [down, across] = [k.expandDims(places, 1), k.expandDims(places, 0)];
    const same = k.equal(k.expandDims(labels, 1), k.expandDims(labels, 0));
    // How far on the other stands: n − 1 for the next one, 0 for the example itself.
    const after = k.sub(across, down);
    const whole = k.where(
      k.lessEqual(after, k.scalar(0, 'int32')),
      k.add(after, k.scalar(count, 'int32')),
      after,
    );
    const near = k.sub(k.scalar(count, 'int32'), whole);
    // Of another class −1, so that an example that is alone finds itself.
    const partner = k.argMax(k.where(same, near, k.mul(k.onesLike(near), k.scalar(-1, 'int32'))), 1);
    const paired = k.cast(k.notEqual(partner, places), 'float32');
    // By a product, as rows that are only known at the step cannot be looked up there.
    const other = k.matMul(k.cast(k.oneHot(partner, count), 'float32'), k.stopGradient(student));
    const rows = softDivergence(k, other, student, k.scalar(temperature));
    const pairs = k.maximum(k.sum(paired), k.scalar(1));
    return k.mul(k.div(k.sum(k.mul(rows, paired)), pairs), k.scalar(temperature ** 2));
  },
});
