import { defineLoss } from '../define-loss.ts';
import { studentLayer } from '../ports.ts';
import { decoupling } from './op.ts';

export const decouplingLoss = defineLoss({
  name: 'decoupling',
  title: 'Decoupling penalty',
  summary: 'Keeps two layers of the student from saying the same.',
  source:
    'Between layers ours, after Cogswell et al.: Reducing overfitting by decorrelating (2016), arXiv:1511.06068.',
  keywords: ['net2net', 'decorrelation', 'covariance', 'coupling', 'penalty'],
  help: `A network that was grown from a smaller one begins with layers that vary together. This penalty on their covariance
draws them apart.

## When to use it
Beside the loss proper, on layers that follow each other in a student that was grown or deepened. Needs no teacher.

## Formula
L = w · ‖C‖²_F / (c·d), C [c, d] = (1/n) Σᵢ (fᵢ − f̄)(gᵢ − ḡ)ᵀ, f [n, c] and g [n, d] the layers, maps by their means`,
  op: decoupling,
  inputs: {
    first: studentLayer(['n', '...s'], { title: 'layer' }),
    second: studentLayer(['n', '...t'], { title: 'later layer' }),
  },
  weight: { value: 0.001, help: 'The loss is multiplied by it. 0.001 is our choice beside cross-entropy.' },
  params: {},
});
