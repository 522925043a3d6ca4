import { defineLoss } from '../define-loss.ts';
import { fewClasses } from '../few-classes.ts';
import { temperature } from '../temperature-param.ts';
import { logitStandardization } from './op.ts';

export const logitStandardizationLoss = defineLoss({
  name: 'logit-standardization',
  title: 'Logit standardization',
  summary: 'Tempered softmax of logits that are brought to one mean and deviation first.',
  source: 'Sun et al.: Logit standardization in knowledge distillation (2024), arXiv:2403.01427.',
  keywords: ['lskd', 'z-score', 'standardise', 'temperature', 'kl'],
  help: `A small student seldom reaches logits as large as its teacher's. Standardized, only their shape is compared, and one temperature
serves every example and both networks.

## When to use it
In place of tempered softmax where teacher and student differ much in size. Put cross-entropy of weight 0.1 beside it; the authors
take weight 9 and T 2. Two classes are too few: standardized they are always the same two numbers.

## Formula
L = w · T² · (1/n) Σᵢ KL(softmax(Z(zᵗᵢ)/T) ‖ softmax(Z(zˢᵢ)/T)), z [n, c], Z(z) = (z − mean)/(1e-7 + σ), σ² = Σ(z − mean)²/(c − 1).`,
  op: logitStandardization,
  inputs: {
    student: { kind: 'activation', dims: ['n', 'c'], gradient: 'yes', title: 'student logits' },
    teacher: { kind: 'activation', dims: ['n', 'c'], gradient: 'no', title: 'teacher logits' },
  },
  weight: { value: 9, help: 'Beside cross-entropy of weight 0.1; 9 is the authors’.' },
  params: { temperature: temperature(2) },
  infer: ({ inputs }) =>
    fewClasses(
      inputs.student,
      'Two logits of mean 0 and deviation 1 are always the same two numbers: nothing is left to learn but their order, which has no gradient.',
    ),
});
