import { flag, integer, real } from '../../params.ts';
import { defineLoss } from '../define-loss.ts';
import { multiLevelLogits } from './op.ts';

const level = (title: string, help: string) => real(1, { min: 0, max: 1000 }, { title, help, step: 0.5 });

export const multiLevelLogitsLoss = defineLoss({
  name: 'multi-level-logits',
  title: 'Multi-level logits',
  summary: 'Compares answers, batch and classes at several temperatures at once.',
  source: 'Jin, Wang, Lin: Multi-level logit distillation (CVPR 2023).',
  keywords: ['mlkd', 'mlld', 'multi-level', 'gram', 'batch', 'class correlation'],
  help: `Besides each answer, the student is to have the teacher's likeness of examples (who is answered alike) and of classes (what is taken for
what), and all of it at several temperatures.

## When to use it
When tempered softmax has been tried and some more computing is no matter. Put cross-entropy of weight 0.1 beside it.

It was proposed with two views of each image, of which one is changed strongly, and a student that answers both. Here there is one view, and
weak and strong are the same. Masks, which the paper puts on the weak view, are there: an example counts where the teacher is less sure of it
than of half of the batch, and a class where it is given less than half of the classes are. The authors' code multiplies the mean of all
examples by the mask, so that it halves the loss and picks nothing; here a mask picks, before any mean is taken.

## Formula
L = w · Σ_T [ι·T²·(1/n) Σᵢ KL(pᵗᵢ ‖ pˢᵢ) + (b/n)·‖PˢPˢᵀ − PᵗPᵗᵀ‖² + (k/c)·‖PˢᵀPˢ − PᵗᵀPᵗ‖²], z [n, c], P = softmax(z/T) [n, c], T = lowest … highest.

With masks each sum over examples is over those with maxₖ pᵗᵢₖ ≤ the median, that over classes over those with Σᵢ pᵗᵢₖ ≤ the median, p at T = 1; n and c
stay those of the whole batch.`,
  op: multiLevelLogits,
  inputs: {
    student: { kind: 'activation', dims: ['n', 'c'], gradient: 'yes', title: 'student logits' },
    teacher: { kind: 'activation', dims: ['n', 'c'], gradient: 'no', title: 'teacher logits' },
  },
  weight: { value: 1, help: 'Of all levels, beside cross-entropy of weight 0.1.' },
  params: {
    lowest: integer(
      2,
      { min: 1, max: 20 },
      {
        title: 'Lowest temperature',
        help: 'The first of the temperatures, which go up by ones; 2 in the paper.',
      },
    ),
    count: integer(
      5,
      { min: 1, max: 16 },
      { title: 'Temperatures', help: 'How many: 5 from 2 on are 2, 3, 4, 5, 6, as in the paper.' },
    ),
    instance: level('Answers', "Weight of each example's own answer."),
    batch: level('Examples', 'Weight of the likeness of examples.'),
    classes: level('Classes', 'Weight of the likeness of classes.'),
    masks: flag(false, {
      title: 'Masks',
      help: 'Only the examples, and the classes, of which the teacher is less sure than of half of them.',
    }),
  },
  args: ({ lowest, count, masks, ...levels }) => ({
    temperatures: Array.from({ length: count }, (_, at) => lowest + at),
    ...levels,
    ...(masks && { masks: true as const }),
  }),
});
