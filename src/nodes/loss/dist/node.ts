import { flag, real } from '../../params.ts';
import { defineLoss } from '../define-loss.ts';
import { fewClasses } from '../few-classes.ts';
import { temperature } from '../temperature-param.ts';
import { dist } from './op.ts';

export const distLoss = defineLoss({
  name: 'dist',
  title: 'Correlation of answers (DIST)',
  summary: 'The student is to rank classes and examples as the teacher does, whatever the numbers.',
  source: 'Huang et al.: Knowledge distillation from a stronger teacher (2022), arXiv:2205.10536.',
  keywords: ['dist', 'pearson', 'correlation', 'relation', 'stronger teacher'],
  help: `A much stronger teacher has probabilities that a small student cannot copy. Here only their relations count: how an example's classes
compare, and how a class compares over the batch.

## When to use it
When a larger teacher makes a worse student under tempered softmax. Put cross-entropy of weight 1 beside it. The authors take
weight 2 with beta and gamma 1; T 4 for CIFAR-100, 1 for ImageNet. The larger the batch, the more the second part says.
With two classes the first part has no gradient: two numbers correlate by 1 or −1 whatever they are.

## Formula
L = w · T² · (β · (1 − (1/n) Σᵢ ρ(pˢᵢ·, pᵗᵢ·)) + γ · (1 − (1/c) Σⱼ ρ(pˢ·ⱼ, pᵗ·ⱼ))), z [n, c], p = softmax(z/T), ρ Pearson's correlation.`,
  op: dist,
  inputs: {
    student: { kind: 'activation', dims: ['n', 'c'], gradient: 'yes', title: 'student logits' },
    teacher: { kind: 'activation', dims: ['n', 'c'], gradient: 'no', title: 'teacher logits' },
  },
  weight: { value: 2, help: 'Of both parts, beside cross-entropy of weight 1; 2 is the authors’.' },
  params: {
    temperature: temperature(4),
    beta: real(
      1,
      { min: 0, max: 100 },
      { title: 'Beta', help: "Weight of the correlation of an example's classes.", step: 0.5 },
    ),
    gamma: real(
      1,
      { min: 0, max: 100 },
      { title: 'Gamma', help: 'Weight of the correlation of a class over the batch.', step: 0.5 },
    ),
    scale: flag(true, {
      title: 'Multiply by T²',
      help: "As the authors' code does; their paper's appendix leaves it out.",
    }),
  },
  presets: [
    {
      title: 'CIFAR-100',
      source: 'Huang et al. (2022), arXiv:2205.10536, by their code: T 4.',
      params: { temperature: 4, beta: 1, gamma: 1, weight: 2 },
    },
    {
      title: 'ImageNet',
      source: 'Huang et al. (2022), arXiv:2205.10536, by their code: T 1.',
      params: { temperature: 1, beta: 1, gamma: 1, weight: 2 },
    },
  ],
  infer: ({ params, inputs }) =>
    params.gamma === 0
      ? fewClasses(
          inputs.student,
          'Two numbers correlate by 1 or −1 whatever they are, so that the classes of an example have no gradient, and the part over the batch has no weight.',
        )
      : {},
});
