import { choice } from '../../params.ts';
import { defineLoss } from '../define-loss.ts';
import { studentLayer } from '../ports.ts';
import { freezeSide } from './freeze-side.ts';
import { deepToShallow } from './op.ts';

export const deepToShallowLoss = defineLoss({
  name: 'deep-to-shallow',
  title: 'Deep to shallow',
  summary: 'Draws a shallow layer to deep features, of the teacher or of the student itself.',
  source: 'Zhang et al.: Be your own teacher (2019), arXiv:1905.08094, the loss on features.',
  keywords: ['rkd', 'residual', 'self-distillation', 'deep', 'shallow', 'feature', 'stage'],
  help: `What the network finds in its depth is fitted by layers before it. One node for each shallow layer; a weighted sum adds
them.

## When to use it
On a layer in the middle of the student, sent through a projector to the shape of the deep layer, beside a loss on labels. The
deep layer is the teacher's, or the student's own last one where there is no teacher: it is never drawn to the shallow one.

## Formula
L = w · (1/m) Σ (p − sg(f))², p [n, …s] the projected shallow layer, f [n, …s] the deep one, m = n·s entries`,
  op: deepToShallow,
  inputs: {
    shallow: studentLayer(['n', '...s'], {
      title: 'shallow layer',
      help: 'Projected to the shape of the deep one.',
    }),
    deep: { kind: 'activation', dims: ['n', '...s'], gradient: 'any', title: 'deep layer' },
  },
  weight: {
    value: 0.03,
    help: 'The loss is multiplied by it. 0.03 as by Zhang et al., beside losses on logits.',
  },
  params: {
    freeze: choice(['none', 'shallow', 'deep'], 'none', {
      title: 'Freeze',
      help: 'Which part of the student does not learn: what leads to the shallow layer, or all behind it. With the first, the projector alone follows this loss.',
      titles: { none: 'Nothing', shallow: 'Up to the shallow layer', deep: 'Behind the shallow layer' },
    }),
  },
  args: () => ({}),
  also: ({ params: { freeze }, refs, plan }) => {
    if (freeze !== 'none') freezeSide(plan, refs.shallow, freeze);
  },
});
