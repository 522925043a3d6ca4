import { z } from 'zod';
import { defineOp } from '../../../plan/operation.ts';
import { softDivergence } from '../../arithmetic/divergence.ts';

/**
 * The same values, whose gradient goes back with the other sign: what comes before it learns to raise what all behind it
 * learns to lower. `x` [n, …]; y = x, ∂L/∂x = −∂L/∂y.
 *
 * Source: Ganin, Lempitsky (2015), arXiv:1409.7495.
 */
export const reversed = defineOp({
  name: 'generator.reversed',
  args: z.strictObject({}),
  inputs: { x: ['n', '...x'] },
  gradient: ['x'],
  output: ['n', '...x'],
  // Twice a float less itself is itself, to the last bit.
  run: (k, { x }) => k.sub(k.stopGradient(k.mul(x, k.scalar(2))), x),
});

/**
 * How far a student's answers are from a teacher's to images that a generator makes: L = T² · (1/n) Σᵢ KL(softmax(tᵢ/T) ‖
 * softmax(sᵢ/T)), in nats. The gradient goes through both answers: by the student's to the student, by both to the images.
 *
 * - `student` s, `teacher` t: [n, c]; `temperature` T: 0.01 … 1000
 *
 * Source: Micaelli, Storkey (2019), arXiv:1905.09768, whose mean runs over classes too.
 */
export const disagreement = defineOp({
  name: 'loss.disagreement',
  args: z.strictObject({ temperature: z.number().min(0.01).max(1000) }),
  inputs: { student: ['n', 'c'], teacher: ['n', 'c'] },
  gradient: ['student', 'teacher'],
  run: (k, { student, teacher }, { temperature }) =>
    k.mul(
      k.mean(softDivergence(k, teacher, student, k.scalar(temperature))),
      k.scalar(temperature * temperature),
    ),
});
