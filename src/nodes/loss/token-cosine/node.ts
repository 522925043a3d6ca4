import { defineTextLoss } from '../define-text-loss.ts';
import { tokenCosine } from './op.ts';

export const tokenCosineLoss = defineTextLoss({
  name: 'token-cosine',
  title: 'Cosine of hidden states',
  summary: "Turns the student's hidden states into the directions of the teacher's.",
  source: 'Sanh et al.: DistilBERT (2019), arXiv:1910.01108.',
  keywords: ['distilbert', 'cosine', 'hidden', 'text', 'alignment'],
  help: `Each token's hidden state is to point where the teacher's points; its length is free.

## When to use it
Where student and teacher have hidden states of one width, mostly the last of each. The third part of the DistilBERT loss.

## Formula
L = (1/m) Σ (1 − cos(hˢ, hᵗ)) over the m places that hold a token, h [n, l, d].`,
  op: tokenCosine,
  inputs: {
    student: { kind: 'activation', dims: ['n', 'l', 'd'], gradient: 'yes', title: 'student hidden states' },
    teacher: { kind: 'activation', dims: ['n', 'l', 'd'], gradient: 'no', title: 'teacher hidden states' },
  },
  weight: { value: 1, help: 'The loss is multiplied by it; DistilBERT gives it 1.' },
  params: {},
});
