import { defineTextLoss } from '../define-text-loss.ts';
import { firstToken } from './op.ts';

export const firstTokenLoss = defineTextLoss({
  name: 'first-token',
  title: 'First token',
  summary: 'Draws what the student makes of the first token to the teacher, by direction.',
  source: 'Sun et al.: Patient knowledge distillation for BERT (2019), arXiv:1908.09355.',
  keywords: ['pkd', 'patient', 'cls', 'hidden', 'text'],
  help: `The first token stands for the whole text where the classifier reads it; patient distillation compares it block by block.

## When to use it
For classifiers that read the first token. Wire one of these losses for each pair of blocks: every second block of the teacher, or its
last ones.

## Formula
L = (1/n) Σ ‖hˢ₀/‖hˢ₀‖ − hᵗ₀/‖hᵗ₀‖‖², h [n, l, d].`,
  op: firstToken,
  inputs: {
    student: { kind: 'activation', dims: ['n', 'l', 'd'], gradient: 'yes', title: 'student hidden states' },
    teacher: { kind: 'activation', dims: ['n', 'l', 'd'], gradient: 'no', title: 'teacher hidden states' },
  },
  weight: {
    value: 10,
    help: 'The sum over blocks is multiplied by it; the paper tries 10, 100, 500 and 1000.',
  },
  params: {},
});
