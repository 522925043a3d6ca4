import { real } from '../../params.ts';
import { defineLoss } from '../define-loss.ts';
import { mapPorts } from '../ports.ts';
import { channelWise } from './op.ts';

export const channelWiseLoss = defineLoss({
  name: 'channel-wise',
  title: 'Channel-wise (CWD)',
  summary: 'Each channel of the student is to look where the same channel of the teacher looks.',
  source: 'Shu et al.: Channel-wise knowledge distillation for dense prediction (2021), arXiv:2011.13256.',
  keywords: ['cwd', 'channel', 'spatial', 'segmentation'],
  help: `A softmax over all places makes each channel a distribution: where it looks. The student learns each channel's by the
Kullback-Leibler divergence.

## When to use it
On layers with equally many channels, or behind a projector; for dense prediction before all. Maps of different sizes are
averaged to the smaller.

## Formula
L = w · T² · (1/(n·c)) Σ pᵗ (log pᵗ − log pˢ), p = softmax over h·w of f/T, f [n,h,w,c]`,
  op: channelWise,
  inputs: mapPorts('c'),
  weight: { value: 50, help: 'Shu et al. take 50 for layers and 3 for logits, both with temperature 4.' },
  params: {
    temperature: real(
      4,
      { min: 0.25, max: 100 },
      {
        title: 'Temperature',
        help: 'Maps are divided by it before the softmax. Larger lets wide areas count instead of peaks.',
        scale: 'log',
        step: 0.5,
      },
    ),
  },
});
