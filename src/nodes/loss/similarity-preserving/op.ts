import type * as tfc from '@tensorflow/tfjs';
import { z } from 'zod';
import { defineOp, type Kernel } from '../../../plan/operation.ts';
import { flat, unit } from '../../arithmetic/features.ts';

/**
 * Which examples of a batch are alike, as rows of unit length.
 *
 * L = (1/n²) Σᵢⱼ (Gˢᵢⱼ − Gᵗᵢⱼ)², Gᵢ = unit(Fᵢ Fᵀ), F [n, s] the layer made flat
 *
 * - `student`: [n, …s], `teacher`: [n, …t]; s and t may differ
 *
 * Rows are divided by their Euclidean length (not by the sum of their absolute values, as torchdistill does by a slip). An
 * example whose features are zero is like none, and gets no gradient. Source: Tung, Mori 2019.
 */
export const similarityPreserving = defineOp({
  name: 'loss.similarity-preserving',
  args: z.strictObject({}),
  inputs: { student: ['n', '...s'], teacher: ['n', '...t'] },
  gradient: ['student'],
  leastBatch: 2,
  run: (k, { student, teacher }) => k.mean(k.square(k.sub(likeness(k, student), likeness(k, teacher)))),
});

function likeness(k: Kernel, layer: tfc.Tensor): tfc.Tensor {
  const rows = flat(k, layer);
  return unit(k, k.matMul(rows, rows, false, true));
}
