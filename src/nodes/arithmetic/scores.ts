import type { Tensor } from '@tensorflow/tfjs';
import type { Kernel } from '../../plan/operation.ts';
import { unit } from './features.ts';

/** Cosines over a temperature of every row with every other: sᵢⱼ = ⟨eˢᵢ, eᶜⱼ⟩ / τ, [n, n]. What is zero has the score 0. */
export const scoresOf = (k: Kernel, student: Tensor, context: Tensor, temperature: number): Tensor =>
  k.div(k.matMul(unit(k, student), unit(k, context), false, true), k.scalar(temperature));

/** 1 where a pair [n, n] is one of two different examples; with labels, of two different classes. */
export function othersOf(k: Kernel, rows: number, labels: Tensor | undefined): Tensor {
  if (!labels) return k.sub(k.ones([rows, rows]), k.eye(rows));
  const numbers = k.cast(labels, 'float32');
  return k.cast(k.notEqual(k.expandDims(numbers, 1), k.expandDims(numbers, 0)), 'float32');
}
