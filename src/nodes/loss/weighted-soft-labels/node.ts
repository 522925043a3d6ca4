import { defineLoss } from '../define-loss.ts';
import { temperature } from '../temperature-param.ts';
import { weightedSoftLabels } from './op.ts';

export const weightedSoftLabelsLoss = defineLoss({
  name: 'weighted-soft-labels',
  title: 'Weighted soft labels',
  summary: 'Tempered softmax that leaves examples alone which the student already has.',
  source: 'Zhou et al.: Rethinking soft labels for knowledge distillation (2021), arXiv:2102.00650.',
  keywords: ['wsld', 'sample weight', 'bias variance', 'soft targets'],
  help: `Soft labels steady the training and also pull it off the true labels. Examples on which the student is already better than the
teacher count little here, those on which it lags count fully.

## When to use it
With a teacher that is wrong on some of the training data. Put cross-entropy of weight 1 beside it. The authors take weight 2.5 and T 2
for ImageNet, 2.25 and T 4 for CIFAR-100.

## Formula
L = w · T² · (1/n) Σᵢ wᵢ · KL(softmax(zᵗᵢ/T) ‖ softmax(zˢᵢ/T)), z [n, c], wᵢ = 1 − exp(−ℓˢᵢ/ℓᵗᵢ), ℓ = −log softmax(z)[y].`,
  op: weightedSoftLabels,
  inputs: {
    student: { kind: 'activation', dims: ['n', 'c'], gradient: 'yes', title: 'student logits' },
    teacher: { kind: 'activation', dims: ['n', 'c'], gradient: 'no', title: 'teacher logits' },
    labels: { kind: 'labels', classes: 'c', title: 'labels', help: 'A data wire brings its labels.' },
  },
  weight: { value: 2.25, help: 'Beside cross-entropy of weight 1; 2.25 is the authors’ for CIFAR-100.' },
  params: { temperature: temperature(4) },
});
