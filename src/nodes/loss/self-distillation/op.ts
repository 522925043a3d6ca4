import { z } from 'zod';
import { defineOp } from '../../../plan/operation.ts';
import { softDivergence } from '../../arithmetic/divergence.ts';

/**
 * Draws the answers of an early exit of a network to those of its end, which are held fixed.
 *
 * L = (T²/n) Σᵢ KL(sg(pᵢ) ‖ qᵢ), p = softmax(deep/T), q = softmax(shallow/T), in nats
 *
 * - `shallow`, `deep`: logits [n, c] of the exit and of the end of one network
 * - `temperature` T: 0.01 … 1000
 *
 * No gradient goes into `deep` (sg): the end learns from labels, and were it let through, it would come down to what an early layer
 * can say. Source: Zhang et al. 2019, section 3.2, the second of three losses.
 */
export const selfDistillation = defineOp({
  name: 'loss.self-distillation',
  args: z.strictObject({ temperature: z.number().min(0.01).max(1000) }),
  inputs: { shallow: ['n', 'c'], deep: ['n', 'c'] },
  gradient: ['shallow'],
  stopped: ['deep'],
  part: 'own answers',
  run: (k, { shallow, deep }, { temperature }) => {
    const rows = softDivergence(k, k.stopGradient(deep), shallow, k.scalar(temperature));
    return k.mul(k.mean(rows), k.scalar(temperature ** 2));
  },
});
