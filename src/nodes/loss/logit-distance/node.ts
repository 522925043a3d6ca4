import { flag } from '../../params.ts';
import { defineLoss } from '../define-loss.ts';
import { logitDistance } from './op.ts';

export const logitDistanceLoss = defineLoss({
  name: 'logit-distance',
  title: 'Logit distance',
  summary: "Draws the student's logits to the teacher's, number by number.",
  source:
    'Ba, Caruana: Do deep nets really need to be deep? (2014), arXiv:1312.6184; Kim et al. (2021), arXiv:2105.08919.',
  keywords: ['mse', 'l2', 'logits', 'regression', 'matching'],
  help: `The student is to give the very logits of the teacher. It is what tempered softmax tends to as T → ∞.

## When to use it
Where the teacher's labels can be trusted and the student is not much smaller: it copies all of the teacher's answer, its least
likely classes too. Without labels it often beats tempered softmax; with noisy labels it is the more robust of the two.

## Formula
L = w · (1/(n·c)) Σᵢ Σⱼ (zˢᵢⱼ − zᵗᵢⱼ)², z [n, c]. Centred: z less its row's mean, which no softmax sees.`,
  op: logitDistance,
  inputs: {
    student: { kind: 'activation', dims: ['n', 'c'], gradient: 'yes', title: 'student logits' },
    teacher: { kind: 'activation', dims: ['n', 'c'], gradient: 'no', title: 'teacher logits' },
  },
  weight: {
    value: 1,
    help: 'The loss is multiplied by it. 1 beside cross-entropy; 0.5 is the factor of the paper where it stands alone.',
  },
  params: {
    centred: flag(false, {
      title: 'Centred',
      help: "Takes each row's mean away first, so that the student is free in what a softmax does not see.",
    }),
  },
});
