import { defineLoss } from '../define-loss.ts';
import { studentLayer } from '../ports.ts';
import { decov } from './op.ts';

export const decovLoss = defineLoss({
  name: 'decov',
  title: 'Decorrelation (DeCov)',
  summary: 'Keeps units of one layer from saying the same.',
  source:
    'Cogswell et al.: Reducing overfitting in deep networks by decorrelating representations (2016), arXiv:1511.06068.',
  keywords: ['decov', 'decorrelation', 'covariance', 'overfitting', 'penalty'],
  help: `Units that vary together over the examples are redundant. The penalty is on the covariance of each two of them; how much
a unit varies by itself costs nothing.

## When to use it
Against overfitting, on wide layers before the classifier. Needs no teacher.

## Formula
L = w · ½ (‖C‖²_F − ‖diag C‖²), C [c, c] = (1/n) Σᵢ (fᵢ − f̄)(fᵢ − f̄)ᵀ, f [n, c] the layer, maps by their means`,
  op: decov,
  inputs: { student: studentLayer(['n', '...s']) },
  weight: {
    value: 0.1,
    help: 'The loss is multiplied by it. 0.1 is our choice; the sum grows with the width squared.',
  },
  params: {},
});
