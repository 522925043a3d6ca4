import { z } from 'zod';
import { defineOp } from '../../../plan/operation.ts';
import { unit } from '../../arithmetic/features.ts';

/**
 * What a memory takes of each example: [unit(query), unit(own), y, number], [n, 2d+2].
 *
 * - `query` [n, d]: is compared with what the memory holds; the gradient reaches it alone
 * - `own` [n, d]: what the memory is to hold of the example from now on
 * - `labels` y and `examples`: the class of each, and its number within the training part
 *
 * Vectors of length 0 stay so. Source: Tian et al. 2020 (CRD).
 */
export const memoryEntry = defineOp({
  name: 'loss.memory-entry',
  args: z.strictObject({}),
  inputs: { query: ['n', 'd'], own: ['n', 'd'], labels: 'labels', examples: 'labels' },
  gradient: ['query'],
  stopped: ['own'],
  output: ['n', 'd+d+2'],
  run: (k, { query, own, labels, examples }) => {
    const column = (x: typeof labels) => k.expandDims(k.cast(x, 'float32'), 1);
    return k.concat([unit(k, query), k.stopGradient(unit(k, own)), column(labels), column(examples)], 1);
  },
});

/** Below it a logarithm stands for a pair that does not count. */
const OUT = -1e8;

/**
 * Noise-contrastive estimation against a memory: an example's own row is to be told from drawn ones.
 *
 * L = −(1/n) Σᵢ [ln rᵢ₀/(rᵢ₀ + kᵢ) + Σⱼ ln kᵢ/(rᵢⱼ + kᵢ)], kᵢ how many drawn rows count for example i
 *
 * - `scores` ln r: [n, 1 + k], the own row first, each exp(cos/τ) over its mean of the first batch; −10⁹ where a row does not count
 *
 * With P = r/N for a mean that stands for the sum over all N examples this is the paper's P/(P + k/N): N cancels. Source: Tian
 * et al. 2020 (CRD), equations 17 to 19.
 */
export const memoryContrast = defineOp({
  name: 'loss.memory-contrast',
  args: z.strictObject({}),
  inputs: { scores: ['n', 'm'] },
  gradient: ['scores'],
  part: 'contrast',
  run: (k, { scores }) => {
    const [rows = 0, all = 0] = scores.shape;
    const own = k.slice(scores, [0, 0], [rows, 1]);
    const others = k.slice(scores, [0, 1], [rows, all - 1]);
    const counts = k.cast(k.greater(k.stopGradient(others), k.scalar(OUT)), 'float32');
    const logs = k.log(k.maximum(k.sum(counts, 1, true), k.scalar(1)));
    const told = k.sum(k.mul(counts, k.softplus(k.mul(counts, k.sub(others, logs)))), 1, true);
    return k.mean(k.add(k.softplus(k.sub(logs, own)), told));
  },
});
