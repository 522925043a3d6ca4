import { choice } from '../../params.ts';
import { defineLoss } from '../define-loss.ts';
import { equalLayers } from '../ports.ts';
import { featureCosine } from './op.ts';

export const featureCosineLoss = defineLoss({
  name: 'feature-cosine',
  title: 'Feature cosine',
  summary: "The student's features are to point where the teacher's point, whatever their length.",
  source: 'Sanh et al.: DistilBERT, a distilled version of BERT (2019), arXiv:1910.01108.',
  keywords: ['cosine', 'angle', 'direction', 'distilbert', 'hidden'],
  help: `Compares directions and not lengths, so that the student may scale its layer as it likes.

## When to use it
For hidden states of transformers, each token by itself, and for embeddings. Layers need one shape.

## Formula
L = w · mean of 1 − fˢ·fᵗ/(‖fˢ‖ ‖fᵗ‖), f [n, …s], over examples or over all vectors along the last axis`,
  op: featureCosine,
  inputs: equalLayers,
  weight: {
    value: 1,
    help: 'The loss is multiplied by it. 1 as in DistilBERT, beside 5 for the soft targets.',
  },
  params: {
    over: choice(['example', 'last'], 'example', {
      title: 'Vectors',
      help: 'What one vector is: all that an example has, or each place or token by itself.',
      titles: { example: 'One an example', last: 'One a place or token' },
    }),
  },
});
