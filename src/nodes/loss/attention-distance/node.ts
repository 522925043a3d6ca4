import { choice } from '../../params.ts';
import { defineTextLoss } from '../define-text-loss.ts';
import { attentionDistance } from './op.ts';

export const attentionDistanceLoss = defineTextLoss({
  name: 'attention-distance',
  title: 'Distance of attention',
  summary: "Draws attention's scores to those of the teacher, before the softmax.",
  source: 'Jiao et al.: TinyBERT (2019), arXiv:1909.10351.',
  keywords: ['tinybert', 'attention', 'mse', 'heads', 'text'],
  help: `Which tokens look at which is knowledge of the language; TinyBERT learns it from the scores themselves.

## When to use it
For blocks with equally many heads: wire the layers block-…-scores of both. The student block b of s listens to the teacher
block b·t/s.

## Formula
L = (1/m) Σ (aˢ − aᵗ)², a [n, heads, l, l] before the softmax, over the m pairs of tokens; with *all entries* over padding too, as
the authors' code has it.`,
  op: attentionDistance,
  inputs: {
    student: { kind: 'activation', dims: ['n', 'h', 'l', 'l'], gradient: 'yes', title: 'student scores' },
    teacher: { kind: 'activation', dims: ['n', 'h', 'l', 'l'], gradient: 'no', title: 'teacher scores' },
  },
  weight: { value: 1, help: 'The loss is multiplied by it; TinyBERT gives every layer 1.' },
  params: {
    over: choice(['tokens', 'all'], 'tokens', {
      title: 'Mean over',
      help: 'Pairs of tokens, or all entries of the batch, of which padding makes the loss smaller.',
      titles: { tokens: 'Pairs of tokens', all: 'All entries' },
    }),
  },
});
