import type * as tfc from '@tensorflow/tfjs';
import { z } from 'zod';
import { defineOp, type Kernel } from '../../../plan/operation.ts';
import { divergence } from '../../arithmetic/divergence.ts';

const Temperature = z.number().min(0.01).max(1000);
const Strength = z.number().min(0).max(1000);

const Course = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('linear'), to: Temperature }),
  z.strictObject({ kind: z.literal('flsw'), strength: Strength, power: z.number().min(0).max(10) }),
  z.strictObject({ kind: z.literal('cwsm'), strength: Strength }),
]);

/** What a temperature of an example's own is not allowed to fall below: colder, the target is the teacher's one answer. */
const COLDEST = 1;

/** Larger where the example deserves a harder target, [n, 1]. */
function hardness(
  k: Kernel,
  course: z.output<typeof Course> & { kind: 'flsw' | 'cwsm' },
  student: tfc.Tensor,
  teacher: tfc.Tensor,
): tfc.Tensor {
  if (course.kind === 'cwsm') return k.reciprocal(k.add(k.max(k.softmax(student), 1, true), k.scalar(1e-3)));
  const [s, t] = [student, teacher].map((it) =>
    k.div(it, k.sqrt(k.maximum(k.sum(k.square(it), 1, true), k.scalar(1e-24)))),
  ) as [tfc.Tensor, tfc.Tensor];
  const apart = k.sub(k.scalar(1), k.sum(k.mul(s, t), 1, true));
  return k.pow(k.relu(apart), k.scalar(course.power));
}

/** A scalar, or [n, 1] where each example has its own. Nothing is learned through it. */
function temperatureOf(
  k: Kernel,
  base: number,
  course: z.output<typeof Course> | undefined,
  student: tfc.Tensor,
  teacher: tfc.Tensor,
): tfc.Tensor {
  if (!course) return k.scalar(base);
  if (course.kind === 'linear') return k.add(k.scalar(base), k.mul(k.progress(), k.scalar(course.to - base)));
  const hard = hardness(k, course, k.stopGradient(student), teacher);
  const own = k.mul(k.sub(k.mean(hard), hard), k.scalar(course.strength));
  return k.stopGradient(k.maximum(k.add(own, k.scalar(base)), k.scalar(COLDEST)));
}

/**
 * Divergence of the student's tempered softmax from the teacher's, in nats.
 *
 * L = (1/n) Σᵢ T² Σⱼ pᵗᵢⱼ (log pᵗᵢⱼ − log pˢᵢⱼ), p = softmax(z/T) over classes; T² only with `scale`.
 *
 * - `student`, `teacher`: logits [n, c]
 * - `temperature` T: 0.01 … 1000; 1 is the plain softmax, larger is softer
 * - `scale`: with it the gradient, T·(pˢ − pᵗ)/n, keeps its size when T grows
 * - `teacherTemperature`: the teacher's own; T² stays the student's, which alone divides the gradient. The same T where it is left out
 * - `course`: how T changes. `linear` goes `to` another over the stage. With the others each example has its own,
 *   T + strength · (mean h − hᵢ), 1 at least, without gradient: `flsw` takes h = (1 − cos(zˢ, zᵗ))^power, `cwsm` takes
 *   h = 1/(max softmax(zˢ) + 0.001)
 *
 * The sum runs over classes and the mean over rows (not over all entries, which would divide by c as well).
 * From differences of log-softmax, so that no probability is clipped. Sources: Hinton, Vinyals, Dean 2015; temperatures
 * by example: Wen et al. 2019.
 */
export const temperedSoftmax = defineOp({
  name: 'loss.tempered-softmax',
  args: z.strictObject({
    temperature: Temperature,
    scale: z.boolean(),
    teacherTemperature: Temperature.optional(),
    course: Course.optional(),
  }),
  inputs: { student: ['n', 'c'], teacher: ['n', 'c'] },
  gradient: ['student'],
  part: 'soft answers',
  run: (k, { student, teacher }, { temperature, scale, teacherTemperature, course }) => {
    const own = temperatureOf(k, temperature, course, student, teacher);
    const ofStudent = k.logSoftmax(k.div(student, own));
    const ofTeacher = k.logSoftmax(
      k.div(teacher, teacherTemperature === undefined ? own : k.scalar(teacherTemperature)),
    );
    const rows = divergence(k, ofTeacher, ofStudent);
    const factor = own.rank === 0 ? own : k.squeeze(own, [1]);
    return k.mean(scale ? k.mul(rows, k.square(factor)) : rows);
  },
});
