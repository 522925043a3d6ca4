import { defineLoss } from '../define-loss.ts';
import { studentLayer } from '../ports.ts';
import { temperature } from '../temperature-param.ts';
import { classWise } from './op.ts';

export const classWiseLoss = defineLoss({
  name: 'class-wise',
  title: 'Class-wise self-distillation',
  summary: 'Draws the answers to two images of one class to each other.',
  source:
    'Yun, Park, Lee, Shin: Regularizing class-wise predictions via self-knowledge distillation (2020), arXiv:2003.13964.',
  keywords: ['cs-kd', 'self-distillation', 'regularisation', 'overconfidence', 'no teacher'],
  help: `A network that is sure of one image and not of the next one of the same class has learned the image and not the class. Each
image takes as its teacher what the network says of another one of its class in the batch.

## When to use it
Beside *Cross-entropy* in a *Weighted sum*, where there is no teacher and the network becomes too sure of itself. It needs batches in
which most classes occur twice or more; images that are alone in their class are left out.

## Formula
L = w · T²/m · Σᵢ KL(sg(softmax(z_j/T)) ‖ softmax(zᵢ/T)), z [n, c], j the next example of i's class in the batch, m examples that have
one; sg lets no gradient through.`,
  op: classWise,
  inputs: {
    student: studentLayer(['n', 'c'], { title: 'student logits' }),
    labels: { kind: 'labels', classes: 'c', title: 'labels' },
  },
  weight: { value: 1, help: 'Beside cross-entropy with weight 1; 1 to 4 is usual.' },
  params: { temperature: temperature(4) },
});
