import { real } from '../../params.ts';
import { defineLoss } from '../define-loss.ts';
import { fewClasses } from '../few-classes.ts';
import { temperature } from '../temperature-param.ts';
import { dkd } from './op.ts';

export const dkdLoss = defineLoss({
  name: 'dkd',
  title: 'Decoupled distillation (DKD)',
  summary: 'Weighs how sure the teacher is apart from what it says of the other classes.',
  source: 'Zhao et al.: Decoupled knowledge distillation (2022), arXiv:2203.08679.',
  keywords: ['dkd', 'decoupled', 'tckd', 'nckd', 'kl', 'soft targets'],
  help: `Plain distillation is a sum of two: whether it is the labelled class (target), and how the others compare among themselves. A sure
teacher makes the second small, and most of what it knows is there. Here each has a weight of its own.

## When to use it
With a teacher that is nearly always right and sure, and three classes or more. Put cross-entropy of weight 1 beside it.
Raise beta, to 8 in the paper's CIFAR-100 (2 to 8 by pair), 0.5 in its ImageNet, with alpha 1, T 4 there and 1 on ImageNet.

## Formula
L = w · r · T² · (1/n) Σᵢ (α · KL(bᵗᵢ ‖ bˢᵢ) + β · KL(p̂ᵗᵢ ‖ p̂ˢᵢ)), z [n, c], p = softmax(z/T), b = (p_y, 1 − p_y), p̂ = softmax over the
classes other than y. r grows from 0 to 1 over the warm-up. With α = 1 and β = 1 − pᵗ_y it is KL(pᵗ ‖ pˢ).`,
  op: dkd,
  inputs: {
    student: { kind: 'activation', dims: ['n', 'c'], gradient: 'yes', title: 'student logits' },
    teacher: { kind: 'activation', dims: ['n', 'c'], gradient: 'no', title: 'teacher logits' },
    labels: { kind: 'labels', classes: 'c', title: 'labels', help: 'A data wire brings its labels.' },
  },
  weight: { value: 1, help: 'Of both parts, beside cross-entropy of weight 1.' },
  params: {
    temperature: temperature(4),
    alpha: real(
      1,
      { min: 0, max: 100 },
      { title: 'Alpha', help: 'Weight of the labelled class.', step: 0.5 },
    ),
    beta: real(
      8,
      { min: 0, max: 100 },
      { title: 'Beta', help: 'Weight of the other classes among themselves.', step: 0.5 },
    ),
    warmUp: real(
      0.08,
      { min: 0, max: 1 },
      {
        title: 'Warm-up',
        help: 'Share of the training in which the loss grows from nothing; 20 of 240 epochs in the paper.',
        step: 0.01,
      },
    ),
  },
  presets: [
    {
      title: 'CIFAR-100',
      source:
        'Zhao et al. (2022), arXiv:2203.08679. Beta depends on teacher and student; 8 is the most usual.',
      params: { temperature: 4, alpha: 1, beta: 8, weight: 1 },
    },
    {
      title: 'ImageNet',
      source:
        'Zhao et al. (2022), arXiv:2203.08679: the answers are taken as they are, and the other classes count half.',
      params: { temperature: 1, alpha: 1, beta: 0.5, weight: 1 },
    },
  ],
  infer: ({ inputs }) =>
    fewClasses(
      inputs.student,
      "Decoupled distillation compares the classes other than the label's among themselves. Of two classes one is left.",
    ),
});
