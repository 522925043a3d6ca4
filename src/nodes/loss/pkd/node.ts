import { choice } from '../../params.ts';
import { defineLoss } from '../define-loss.ts';
import { equalLayers } from '../ports.ts';
import { pkd } from './op.ts';

export const pkdLoss = defineLoss({
  name: 'pkd',
  title: 'Patient (PKD)',
  summary: "Hidden states, brought to length 1, are to be the teacher's.",
  source: 'Sun et al.: Patient knowledge distillation for BERT model compression (2019), arXiv:1908.09355.',
  keywords: ['pkd', 'patient', 'bert', 'hidden', 'token'],
  help: `The student learns from layers on the way and not from the last alone: one such loss for each layer that is matched.

## When to use it
For transformers of one width and different depth; the state of the first token, [CLS], is what its authors compare.

## Formula
L = w · mean of ‖hˢ/‖hˢ‖ − hᵗ/‖hᵗ‖‖², h [n, d], or of tokens [n, t, d] the first or all`,
  op: pkd,
  inputs: equalLayers,
  weight: {
    value: 100,
    help: 'The loss is multiplied by it. Sun et al. search 10, 100, 500 and 1000 beside the losses on logits.',
  },
  params: {
    tokens: choice(['first', 'all'], 'first', {
      title: 'Tokens',
      help: 'Whose states are compared, where a layer has several an example.',
      titles: { first: 'The first', all: 'All' },
    }),
  },
});
