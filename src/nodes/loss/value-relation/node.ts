import { integer } from '../../params.ts';
import { defineTextLoss } from '../define-text-loss.ts';
import { valueRelation } from './op.ts';

export const valueRelationLoss = defineTextLoss({
  name: 'value-relation',
  title: 'Relation of values',
  summary: "Learns how the teacher's values of tokens resemble each other.",
  source: 'Wang et al.: MiniLM (2020), arXiv:2002.10957.',
  keywords: ['minilm', 'relation', 'values', 'attention', 'kl', 'text'],
  help: `Values, queries or keys of two networks of any width are compared by how their tokens resemble each other.

## When to use it
Beside the divergence of attention, for the last block of each: wire the layers block-…-value. It needs no projector.

## Formula
R = softmax(V Vᵀ/√(d/h)) in each head; L = (1/(h·m)) Σ KL(Rᵗ ‖ Rˢ) over heads and the m queries that are tokens, V [n, l, d].`,
  op: valueRelation,
  inputs: {
    student: { kind: 'activation', dims: ['n', 'l', 's'], gradient: 'yes', title: 'student values' },
    teacher: { kind: 'activation', dims: ['n', 'l', 't'], gradient: 'no', title: 'teacher values' },
  },
  weight: { value: 1, help: 'The loss is multiplied by it; MiniLM gives it 1.' },
  params: {
    heads: integer(
      4,
      { min: 1, max: 64 },
      {
        title: 'Heads',
        help: 'Into which both widths are cut; both must be multiples of it.',
        unit: 'heads',
      },
    ),
  },
});
