import { defineLoss } from '../define-loss.ts';
import { anyLayers } from '../ports.ts';
import { probabilistic } from './op.ts';

export const probabilisticLoss = defineLoss({
  name: 'probabilistic',
  title: 'Probabilistic transfer (PKT)',
  summary: "Who is whose neighbour in a batch, as probabilities: the student's are to be the teacher's.",
  source:
    'Passalis, Tefas: Learning deep representations with probabilistic knowledge transfer (2018), arXiv:1803.10837.',
  keywords: ['pkt', 'probability', 'relation', 'neighbours', 'kl'],
  help: `Each example picks another of the batch with a probability that grows with their likeness (cosine). The student learns
these probabilities by the Kullback-Leibler divergence. Layers of any shape fit.

## When to use it
On the layer before the classifier, for search by likeness, or where the student's layers are narrower.

## Formula
L = w · (1/n²) Σᵢⱼ Pᵗᵢⱼ log((Pᵗᵢⱼ + ε)/(Pˢᵢⱼ + ε)), Pᵢⱼ = Sᵢⱼ/Σⱼ Sᵢⱼ, S [n, n] = (u uᵀ + 1)/2, u = e/(‖e‖ + ε), ε = 10⁻⁷`,
  op: probabilistic,
  inputs: anyLayers,
  weight: { value: 30000, help: '30000 is usual (RepDistiller): the mean over all pairs is very small.' },
  params: {},
});
