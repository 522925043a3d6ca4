import { real } from '../../params.ts';
import { defineLoss } from '../define-loss.ts';
import { anyLayers } from '../ports.ts';
import { sameChannels } from '../same-shape.ts';
import { hiddenTemperedSoftmax } from './op.ts';

export const hiddenTemperedSoftmaxLoss = defineLoss({
  name: 'hidden-tempered-softmax',
  title: 'Tempered softmax of hidden units',
  summary: 'Softens hidden units as logits are softened, often active units less than the rest.',
  source:
    'Hinton, Vinyals, Dean 2015, arXiv:1503.02531, on hidden units; which units are sharper is our reading.',
  keywords: ['unified', 'hidden', 'units', 'temperature', 'softmax'],
  help: `The softmax that softens logits, laid over the units of a hidden layer: what matters is which units answer more than
others. Units that the teacher has active often get a larger β (a lower temperature) than those that seldom are.

## When to use it
Beside tempered softmax on the logits: both together are the unified way of the two, structure and answers. Both layers need
equally many units; of maps the mean over places is taken.

## Formula
L = w · (1/n) Σᵢ Σⱼ qᵗᵢⱼ (log qᵗᵢⱼ − log qˢᵢⱼ), q = softmax over units of βⱼ hᵢⱼ, h [n, c]
βⱼ is the one of often active units where the teacher's unit j is above zero in at least as many examples of the batch as its
median unit.`,
  op: hiddenTemperedSoftmax,
  inputs: anyLayers,
  infer: ({ inputs }) => sameChannels(inputs),
  weight: { value: 1, help: 'The loss is multiplied by it. 1 is our choice; 0 leaves the logits alone.' },
  params: {
    often: real(
      1,
      { min: 0, max: 100 },
      {
        title: 'Beta of often active units',
        help: 'Multiplies their values before the softmax.',
        step: 0.25,
      },
    ),
    seldom: real(
      0.25,
      { min: 0, max: 100 },
      {
        title: 'Beta of seldom active units',
        help: 'Multiplies the values of all other units; smaller makes them count alike.',
        step: 0.25,
      },
    ),
  },
});
