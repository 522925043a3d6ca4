import { choice, integer, real } from '../../params.ts';
import { defineNetwork, layerChain } from '../define-network.ts';

export const lenet = defineNetwork({
  name: 'lenet',
  title: 'CNN (LeNet style)',
  summary: 'Two convolutions with pooling, then dense layers.',
  source: 'LeCun, Bottou, Bengio, Haffner: Gradient-based learning applied to document recognition (1998).',
  keywords: ['convolution', 'lenet', 'cnn'],
  help: `The classic small convolutional network: convolution, pool, convolution, pool, dense.

## When to use it
A teacher that reaches 99 % on MNIST; with few filters a strong student.

## Formula
x [n, h, w, c] → conv k×k, filters₁ → pool 2 → conv k×k, filters₂ → pool 2 → [n, h/4, w/4, filters₂] → dense → logits [n, classes].`,
  params: {
    firstFilters: integer(
      16,
      { min: 1, max: 512 },
      { title: 'First filters', help: 'Channels of the first convolution.' },
    ),
    secondFilters: integer(
      32,
      { min: 1, max: 512 },
      { title: 'Second filters', help: 'Channels of the second convolution.' },
    ),
    kernel: choice(['3', '5', '7'], '5', {
      title: 'Kernel',
      help: 'Width and height of the convolutions.',
      titles: { 3: '3×3', 5: '5×5', 7: '7×7' },
    }),
    dense: integer(
      128,
      { min: 1, max: 4096 },
      { title: 'Dense units', help: 'Units of the dense layer before the logits.' },
    ),
    dropout: real(
      0,
      { min: 0, max: 0.9 },
      { title: 'Dropout', help: 'Share of dense units left out at random in each training step.', step: 0.1 },
    ),
  },
  trunk: ({ firstFilters, secondFilters, kernel, dense, dropout }) => {
    const chain = layerChain();
    for (const filters of [firstFilters, secondFilters]) {
      chain.add({ kind: 'conv2d', filters, kernel: Number(kernel), stride: 1, padding: 'same', bias: true });
      // Before the activation: the maximum of what rises is the same either way, and a quarter is left to activate.
      chain.add({ kind: 'max-pool', size: 2, stride: 2 });
      chain.add({ kind: 'activation', function: 'relu' });
    }
    chain.add({ kind: 'flatten' });
    chain.add({ kind: 'dense', units: dense });
    chain.add({ kind: 'activation', function: 'relu' });
    if (dropout > 0) chain.add({ kind: 'dropout', rate: dropout });
    return chain;
  },
});
