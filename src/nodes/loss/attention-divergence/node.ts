import { defineTextLoss } from '../define-text-loss.ts';
import { attentionDivergence } from './op.ts';

export const attentionDivergenceLoss = defineTextLoss({
  name: 'attention-divergence',
  title: 'Divergence of attention',
  summary: 'Learns where the teacher looks, as probabilities.',
  source: 'Wang et al.: MiniLM (2020), arXiv:2002.10957.',
  keywords: ['minilm', 'attention', 'kl', 'heads', 'text'],
  help: `The teacher's attention, a distribution over tokens for each query and head, is what the student's is to be.

## When to use it
For the last block of each, with equally many heads; widths and depths may differ. MiniLM adds the relation of values.

## Formula
L = (1/(h·m)) Σ KL(softmax(aᵗ) ‖ softmax(aˢ)) over heads and the m queries that are tokens, a [n, heads, l, l].`,
  op: attentionDivergence,
  inputs: {
    student: { kind: 'activation', dims: ['n', 'h', 'l', 'l'], gradient: 'yes', title: 'student scores' },
    teacher: { kind: 'activation', dims: ['n', 'h', 'l', 'l'], gradient: 'no', title: 'teacher scores' },
  },
  weight: { value: 1, help: 'The loss is multiplied by it; MiniLM gives it 1.' },
  params: {},
});
