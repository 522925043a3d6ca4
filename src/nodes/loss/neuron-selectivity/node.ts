import { defineLoss } from '../define-loss.ts';
import { mapPorts } from '../ports.ts';
import { neuronSelectivity } from './op.ts';

export const neuronSelectivityLoss = defineLoss({
  name: 'neuron-selectivity',
  title: 'Neuron selectivity (NST)',
  summary: "The student's channels are to look at the places that the teacher's channels look at.",
  source:
    'Huang, Wang: Like what you like: knowledge distill via neuron selectivity transfer (2017), arXiv:1707.01219.',
  keywords: ['nst', 'mmd', 'channel', 'selectivity'],
  help: `Both layers are seen as sets of channels, each a pattern over places, and the distance of the sets (maximum mean
discrepancy, squared polynomial kernel) shall become small. Which channel has which pattern does not matter.

## When to use it
On convolution layers of like depth, whatever their channels. Maps of different sizes are averaged to the smaller.

## Formula
L = w · [mean (fᵗ·fᵗ)² + mean (fˢ·fˢ)² − 2 · mean (fˢ·fᵗ)²], over examples and pairs of channels, f [n, c, h·w] channels of length 1`,
  op: neuronSelectivity,
  inputs: mapPorts('d'),
  weight: { value: 50, help: '50 is usual (RepDistiller).' },
  params: {},
});
