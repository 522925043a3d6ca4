import { flag, real } from '../../params.ts';
import { defineTextLoss } from '../define-text-loss.ts';
import { tokenSoftmax } from './op.ts';

export const tokenSoftmaxLoss = defineTextLoss({
  name: 'token-softmax',
  title: 'Tempered softmax of tokens',
  summary: "Learns the teacher's softened probabilities of every token at every place.",
  source: 'Sanh et al.: DistilBERT (2019), arXiv:1910.01108.',
  keywords: ['kd', 'distilbert', 'language', 'soft targets', 'temperature', 'text'],
  help: `What a teacher holds possible at a place says more than the one token that stands there.

## When to use it
Between two language heads with one vocabulary. It is the main part of the DistilBERT loss.

## Formula
L = T² · (1/m) Σ KL(softmax(zᵗ/T) ‖ softmax(zˢ/T)) over the m places that hold a token, or the hidden ones alone; z [n, l, v].`,
  op: tokenSoftmax,
  inputs: {
    student: { kind: 'activation', dims: ['n', 'l', 'v'], gradient: 'yes', title: 'student language logits' },
    teacher: { kind: 'activation', dims: ['n', 'l', 'v'], gradient: 'no', title: 'teacher language logits' },
  },
  weight: { value: 1, help: 'The loss is multiplied by it; DistilBERT gives it 5.' },
  params: {
    temperature: real(
      2,
      { min: 0.25, max: 100 },
      {
        title: 'Temperature',
        help: 'Both logits are divided by it before the softmax.',
        scale: 'log',
        step: 0.5,
      },
    ),
    hiddenOnly: flag(false, {
      title: 'Hidden places alone',
      help: 'Counts only the places whose token is to be found again, instead of every token.',
    }),
  },
  args: ({ temperature }) => ({ temperature }),
  hides: ({ hiddenOnly }) => hiddenOnly,
});
