import { real } from '../../params.ts';
import { defineLoss } from '../define-loss.ts';
import { biTempered } from './op.ts';

export const biTemperedLoss = defineLoss({
  name: 'bi-tempered',
  title: 'Bi-tempered',
  summary: 'A cross-entropy that wrong labels cannot drag along.',
  source:
    'Amid et al.: Robust bi-tempered logistic loss based on Bregman divergences (2019), arXiv:1906.03361.',
  keywords: ['robust', 'noise', 'heavy tail', 'tsallis', 'temperature', 'tempered softmax'],
  help: `Two temperatures of another kind than distillation's: t₁ below 1 bounds what one example can cost, t₂ above 1 gives the softmax a heavy
tail, so that an example near the border does not pull it over. The target is the labels, a teacher's answer under the same softmax, or both.

## When to use it
Where labels, or a teacher's answers, are wrong now and then. t₁ 0.8 and t₂ 1.2 are a fair start; with both 1 it is ordinary cross-entropy.
Put it in the place of cross-entropy, not beside it.

## Formula
L = w · (1/n) Σᵢ Σⱼ [q (log_t₁ q − log_t₁ p) − (q^(2−t₁) − p^(2−t₁))/(2 − t₁)], z [n, c], p = exp_t₂(z − λ(z)), rows of p sum to 1.
log_t(x) = (x^(1−t) − 1)/(1 − t), exp_t its inverse. q = α·exp_t₂(zᵗ − λ(zᵗ)) + (1 − α)·onehot(y).`,
  op: biTempered,
  inputs: {
    student: { kind: 'activation', dims: ['n', 'c'], gradient: 'yes', title: 'student logits' },
    teacher: {
      kind: 'activation',
      dims: ['n', 'c'],
      gradient: 'no',
      title: 'teacher logits',
      optional: true,
      help: 'Where it is open, the labels are the whole target.',
    },
    labels: {
      kind: 'labels',
      classes: 'c',
      title: 'labels',
      optional: true,
      help: "Where they are open, the teacher's answer is the whole target.",
    },
  },
  weight: { value: 1, help: 'In the place of cross-entropy.' },
  params: {
    t1: real(
      0.8,
      { min: 0, max: 1 },
      {
        title: 't₁',
        help: 'Bounds the loss: the smaller, the less one wrong example costs. 1 is no bound.',
        step: 0.05,
      },
    ),
    t2: real(
      1.2,
      { min: 1, max: 3 },
      {
        title: 't₂',
        help: 'The tail of the softmax: the larger, the heavier. 1 is the ordinary softmax.',
        step: 0.05,
      },
    ),
    alpha: real(
      0.9,
      { min: 0, max: 1 },
      { title: 'Alpha', help: "The teacher's share of the target where labels are wired too.", step: 0.05 },
    ),
  },
  infer: ({ inputs }) =>
    inputs.student && !inputs.labels && !inputs.teacher
      ? {
          problems: [
            {
              code: 'labels-needed',
              port: 'labels',
              message: 'The loss has no target: neither labels nor a teacher are wired.',
              allowed: 'labels, teacher logits, or both',
              fix: 'Wire the data set into labels.',
            },
          ],
        }
      : {},
});
