import { choice, real } from '../../params.ts';
import { defineLoss } from '../define-loss.ts';
import { mapPorts } from '../ports.ts';
import { attentionTransfer } from './op.ts';

export const attentionTransferLoss = defineLoss({
  name: 'attention-transfer',
  title: 'Attention transfer (AT)',
  summary: 'The student is to be active where in the image the teacher is.',
  source:
    'Zagoruyko, Komodakis: Paying more attention to attention (2017), arXiv:1612.03928; the form "squares" after their code.',
  keywords: ['at', 'attention', 'spatial', 'map'],
  help: `Channels are folded into one map that says where a layer is active, and these maps are compared. How many channels
each side has does not matter.

## When to use it
Between convolution layers of like depth, one loss each stage of the network, beside labels or tempered softmax. Maps of
different sizes are averaged to the smaller.

## Formula
Q = a/‖a‖₂, a [n, h·w] = (1/c) Σ_c |f|ᵖ, f [n,h,w,c]
squares: L = w · (1/(n·h·w)) Σ (Qˢ − Qᵗ)² · length: L = w · (1/n) Σₙ ‖Qˢ − Qᵗ‖₂
The paper prints the length itself and the authors' code the mean of squares; their gradients differ, so their weights do.`,
  op: attentionTransfer,
  inputs: mapPorts('d'),
  weight: {
    value: 1000,
    help: '1000 belongs to the form "squares" (the code of the authors and RepDistiller); the form "length" wants about 1.',
  },
  params: {
    power: real(
      2,
      { min: 1, max: 8 },
      {
        title: 'Power',
        help: 'Values are raised to it before channels are averaged; higher looks at the strongest channels.',
        step: 1,
      },
    ),
    form: choice(['squares', 'length'], 'squares', {
      title: 'Form',
      help: 'Mean of squares, as the authors compute it, or the length of the difference, as they print it.',
      titles: { squares: 'Mean of squares', length: 'Length' },
    }),
  },
});
