import { defineLoss } from '../define-loss.ts';
import { anyLayers } from '../ports.ts';
import { similarityPreserving } from './op.ts';

export const similarityPreservingLoss = defineLoss({
  name: 'similarity-preserving',
  title: 'Similarity preserving (SP)',
  summary: 'Examples that are alike for the teacher are to be alike for the student.',
  source: 'Tung, Mori: Similarity-preserving knowledge distillation (2019), arXiv:1907.09682.',
  keywords: ['sp', 'spkd', 'similarity', 'gram', 'relation'],
  help: `The products of each two examples' features say who is alike; this table is what the student learns. Layers of any
shape fit.

## When to use it
On the last maps before the classifier, where examples of a class look alike. A larger batch holds more pairs.

## Formula
L = w · (1/n²) Σᵢⱼ (Gˢᵢⱼ − Gᵗᵢⱼ)², Gᵢ = (F Fᵀ)ᵢ / ‖(F Fᵀ)ᵢ‖₂ [n], F [n, s] the layer made flat`,
  op: similarityPreserving,
  inputs: anyLayers,
  weight: { value: 3000, help: '3000 is usual (Tung, Mori; RepDistiller): the mean over pairs is small.' },
  params: {},
});
