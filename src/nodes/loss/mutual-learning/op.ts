import { z } from 'zod';
import { defineOp } from '../../../plan/operation.ts';
import { softDivergence } from '../../arithmetic/divergence.ts';

/** The places of students that learn together. */
export const PEERS = ['first', 'second', 'third', 'fourth'] as const;

/**
 * How far the answers of students that learn together are apart, each from those of all others.
 *
 * L = (T² / ((K − 1) · n)) Σₖ Σ_{l ≠ k} Σᵢ KL(sg(pˡᵢ) ‖ pᵏᵢ), p = softmax(z/T), in nats
 *
 * - `first` … `fourth`: logits z of K = 2 … 4 students [n, c]; the later two may be left out
 * - `temperature` T: 0.01 … 1000; Zhang et al. take 1
 *
 * What a student is drawn to is held fixed (sg), so that the gradient of student k is that of its own loss alone, T/((K − 1)·n) ·
 * Σ_{l ≠ k} (pᵏ − pˡ): none of it comes from what the others learn from k. Source: Zhang et al. 2018, equations 5 to 8.
 */
export const mutualLearning = defineOp({
  name: 'loss.mutual-learning',
  args: z.strictObject({ temperature: z.number().min(0.01).max(1000) }),
  inputs: { first: ['n', 'c'], second: ['n', 'c'], third: ['n', 'c'], fourth: ['n', 'c'] },
  optional: ['third', 'fourth'],
  gradient: PEERS,
  part: 'each other',
  run: (k, inputs, { temperature }) => {
    const peers = PEERS.map((role) => inputs[role]).filter((it) => it !== undefined);
    const at = k.scalar(temperature);
    const drawn = peers.flatMap((student) =>
      peers
        .filter((peer) => peer !== student)
        .map((peer) => softDivergence(k, k.stopGradient(peer), student, at)),
    );
    return k.mul(k.mean(k.addN(drawn)), k.scalar(temperature ** 2 / (peers.length - 1)));
  },
});
