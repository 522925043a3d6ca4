import type * as tfc from '@tensorflow/tfjs';
import { z } from 'zod';
import { defineOp, type Kernel } from '../../../plan/operation.ts';
import { divergence } from '../../arithmetic/divergence.ts';

/** Added to a logit it leaves its class out of a softmax; small enough to keep float32 finite. */
const OUT = -1e6;

/** Log-probabilities of "the label or another" [n, 2], and of the other classes among themselves [n, c]. */
function decoupled(k: Kernel, logits: tfc.Tensor, label: tfc.Tensor) {
  const others = k.add(logits, k.mul(label, k.scalar(OUT)));
  const all = k.logSumExp(logits, 1, true);
  const rest = k.logSumExp(others, 1, true);
  const own = k.sum(k.mul(logits, label), 1, true);
  return {
    target: k.concat([k.sub(own, all), k.sub(rest, all)], 1),
    others: k.sub(others, rest),
  };
}

/**
 * Decoupled knowledge distillation: how sure, and what else.
 *
 * L = r · T² · (1/n) Σᵢ (α · KL(bᵗᵢ ‖ bˢᵢ) + β · KL(p̂ᵗᵢ ‖ p̂ˢᵢ)), with p = softmax(z/T), b = (p_y, 1 − p_y) of the label y,
 * and p̂ the softmax over the other classes alone.
 *
 * - `student`, `teacher`: logits [n, c], c at least 3: of two classes one is left, and nothing can be told among it
 * - `labels`: class index y, [n]; the true one, also where the teacher is wrong
 * - `alpha` α, `beta` β: weights of the two parts, 0 … 1000
 * - `temperature` T: 0.01 … 1000
 * - `warmUp`: share of the stage in which the factor r grows from 0 to 1; r = 1 where it is 0
 *
 * Plain distillation is α = 1 and β = 1 − pᵗ_y, which hides what a sure teacher says of the other classes.
 * Source: Zhao et al. 2022.
 */
export const dkd = defineOp({
  name: 'loss.dkd',
  args: z.strictObject({
    alpha: z.number().min(0).max(1000),
    beta: z.number().min(0).max(1000),
    temperature: z.number().min(0.01).max(1000),
    warmUp: z.number().min(0).max(1),
  }),
  inputs: { student: ['n', 'c'], teacher: ['n', 'c'], labels: 'labels' },
  gradient: ['student'],
  run: (k, { student, teacher, labels }, { alpha, beta, temperature, warmUp }) => {
    const classes = student.shape[1] ?? 0;
    if (classes < 3)
      throw new Error(
        `Decoupled distillation got ${classes} classes and needs 3: with 2 there is one other.`,
      );
    const label = k.oneHot(k.cast(labels, 'int32'), classes, 1, 0, 'float32');
    const soften = k.scalar(1 / temperature);
    const of = decoupled(k, k.mul(student, soften), label);
    const wanted = decoupled(k, k.mul(teacher, soften), label);
    const rows = k.add(
      k.mul(divergence(k, wanted.target, of.target), k.scalar(alpha)),
      k.mul(divergence(k, wanted.others, of.others), k.scalar(beta)),
    );
    const loss = k.mul(k.mean(rows), k.scalar(temperature ** 2));
    if (warmUp === 0) return loss;
    return k.mul(loss, k.minimum(k.div(k.progress(), k.scalar(warmUp)), k.scalar(1)));
  },
});
