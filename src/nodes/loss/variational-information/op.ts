import { z } from 'zod';
import { defineOp } from '../../../plan/operation.ts';

/** Least variance, as in the paper's code: keeps the logarithm and the quotient finite. */
const LEAST = 1e-5;

/**
 * A variational bound of the information that a student's layer holds of a teacher's: the teacher's values under a normal
 * distribution around what a regressor makes of the student's, with one learned variance a channel.
 *
 * L = (1/m) Σ ½ [(fᵗ − μ)²/σ² + ln σ²], σ²_c = softplus(a_c) + 10⁻⁵, m the number of entries of the batch
 *
 * - `student` μ, `teacher` fᵗ: [n, …s], channels last; `spread` a: [n, c], equal rows, learned
 *
 * Source: Ahn et al.: Variational information distillation (2019), arXiv:1904.05835.
 */
export const variationalInformation = defineOp({
  name: 'loss.variational-information',
  args: z.strictObject({}),
  inputs: { student: ['n', '...s'], teacher: ['n', '...s'], spread: ['n', 'c'] },
  gradient: ['student', 'spread'],
  run: (k, { student, teacher, spread }) => {
    const [rows, channels] = spread.shape as [number, number];
    const between = student.shape.slice(1, -1).map(() => 1);
    const raw = k.reshape(spread, [rows, ...between, channels]);
    const variance = k.add(k.softplus(raw), k.scalar(LEAST));
    const squares = k.div(k.square(k.sub(teacher, student)), variance);
    return k.mul(k.scalar(0.5), k.mean(k.add(squares, k.log(variance))));
  },
});
