import { choice, real, sizes } from '../../params.ts';
import { defineNetwork, layerChain } from '../define-network.ts';

export const mlp = defineNetwork({
  name: 'mlp',
  title: 'MLP',
  summary: 'Dense layers one after another; the smallest student there is.',
  source: 'Rumelhart, Hinton, Williams (1986); initialisation He et al. (2015).',
  keywords: ['dense', 'fully connected', 'perceptron'],
  help: `A multi-layer perceptron: the image is flattened and goes through dense layers.

## When to use it
As a student that must be tiny and quick, or as a first teacher on small images.

## Formula
h₀ = flatten(x) [n, h·w·c]; hᵢ = f(hᵢ₋₁ Wᵢ + bᵢ) [n, sizeᵢ]; logits = h W + b [n, classes].`,
  params: {
    hidden: sizes([128], {
      title: 'Hidden layers',
      help: 'Units of each hidden layer, from input to output. Empty for a linear classifier.',
      unit: 'units',
    }),
    activation: choice(['relu', 'tanh', 'sigmoid'], 'relu', {
      title: 'Activation',
      help: 'Applied after every hidden layer.',
      titles: { relu: 'ReLU', tanh: 'tanh', sigmoid: 'sigmoid' },
    }),
    dropout: real(
      0,
      { min: 0, max: 0.9 },
      {
        title: 'Dropout',
        help: 'Share of hidden units left out at random in each training step.',
        step: 0.1,
      },
    ),
  },
  trunk: ({ hidden, activation, dropout }) => {
    const chain = layerChain();
    chain.add({ kind: 'flatten' });
    for (const units of hidden) {
      chain.add({ kind: 'dense', units });
      chain.add({ kind: 'activation', function: activation });
      if (dropout > 0) chain.add({ kind: 'dropout', rate: dropout });
    }
    return chain;
  },
});
