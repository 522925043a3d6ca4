import { defineTextLoss } from '../define-text-loss.ts';
import { tokenDistance } from './op.ts';

export const tokenDistanceLoss = defineTextLoss({
  name: 'token-distance',
  title: 'Distance of hidden states',
  summary: 'Draws hidden states to those of the teacher, token by token.',
  source: 'Jiao et al.: TinyBERT (2019), arXiv:1909.10351.',
  keywords: ['tinybert', 'mse', 'hidden', 'embedding', 'text'],
  help: `The squared difference of what both networks make of each token.

## When to use it
For embeddings and hidden states of one width. The student block b of s listens to the teacher block b·t/s.

## Formula
L = (1/(m·d)) Σ (hˢ − hᵗ)² over the m places that hold a token, h [n, l, d].`,
  op: tokenDistance,
  inputs: {
    student: { kind: 'activation', dims: ['n', 'l', 'd'], gradient: 'yes', title: 'student hidden states' },
    teacher: { kind: 'activation', dims: ['n', 'l', 'd'], gradient: 'no', title: 'teacher hidden states' },
  },
  weight: { value: 1, help: 'The loss is multiplied by it; TinyBERT gives every layer 1.' },
  params: {},
});
