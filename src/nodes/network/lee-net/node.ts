import { LayerRefusal } from '../../../plan/layers.ts';
import { choice, flag, real } from '../../params.ts';
import { defineNetwork, layerChain } from '../define-network.ts';

const relu = { kind: 'activation', function: 'relu' } as const;

export const leeNet = defineNetwork({
  name: 'lee-net',
  title: 'LeeNet',
  version: 2,
  // Channels were masked in the last fifth, where the learning rate is nearly 0 and nothing makes up for them.
  upgrade: { 2: (old) => ({ selectFrom: 0.8, ...old }) },
  summary: 'A LeNet whose two branches meet in a residual sum, with gates that pick key features.',
  source:
    'Trunk of LeCun et al., Gradient-based learning applied to document recognition (1998); gates of Woo et al., CBAM: Convolutional block attention module (2018).',
  keywords: ['attention', 'channel attention', 'cbam', 'residual', 'pruning', 'key features', 'lenet'],
  help: `A small network for images: two convolutions with pooling, a small separable branch beside the second one, and
channel gates on their sum. From a part of the training on the channels with the smallest gates are masked; a saved
model does without them.

## When to use it
As a student that should become smaller still: half of its channels carry most of the first dense layer, which holds
nearly all parameters. With *Gates* off it is a LeNet with a residual branch, to compare with.

## Formula
F₁ = pool₂(relu(conv 5×5, 6)) [n, h/2, w/2, 6]; F_m = pool₂(relu(conv 5×5, 16)(F₁)) [n, h/4, w/4, 16];
F_l = bn(conv 1×1, 16 (depthwise 3×3, stride 2 (F₁))), whose γ starts at 0; F = F_m + F_l;
a = σ(MLP(mean F) + MLP(max F)) [n, 16], max(2, 16/4) units between; F′ = a · F;
logits = dense(relu(dense 84 (relu(dense 120 (flatten F′))))). Channels and units are multiplied by *Width*.

Key features: of the running mean of a the ⌈ρ · 16⌉ largest stay, from the part *Select from* of the steps on.`,
  params: {
    width: real(
      1,
      { min: 0.25, max: 16 },
      { title: 'Width', help: 'Factor on all channels and dense units.', step: 0.25 },
    ),
    pool: choice(['average', 'max'], 'average', {
      title: 'Pooling',
      help: 'What becomes of each 2×2 neighbourhood.',
      titles: { average: 'average', max: 'maximum' },
    }),
    branch: flag(true, {
      title: 'Residual branch',
      help: 'The small separable network beside the second convolution; it adds nothing at first.',
    }),
    attention: flag(true, { title: 'Gates', help: 'Channel attention on the sum of both branches.' }),
    keep: real(
      0.5,
      { min: 0.05, max: 1 },
      {
        title: 'Key features',
        help: 'Share ρ of the channels that stays in the end; 1 keeps all.',
        step: 0.05,
        when: { param: 'attention', is: [true] },
      },
    ),
    selectFrom: real(
      0.3,
      { min: 0, max: 1 },
      {
        title: 'Select from',
        help: 'Part of the training after which the other channels are masked. Late, little is left to make up for them.',
        step: 0.05,
        when: { param: 'attention', is: [true] },
      },
    ),
  },
  trunk: ({ width, pool, branch, attention, keep, selectFrom }, input) => {
    const [height = 0, columns = 0] = input;
    if (input.length !== 3 || height % 4 !== 0 || columns % 4 !== 0)
      throw new LayerRefusal(
        `LeeNet halves an image twice and takes sides that are multiples of 4, found ${input.join(' × ')}`,
      );
    const wide = (count: number): number => Math.max(1, Math.round(count * width));
    const channels = wide(16);
    const chain = layerChain();
    const convolved = (filters: number, id: string): string => {
      chain.add({ kind: 'conv2d', filters, kernel: 5, stride: 1, padding: 'same', bias: true });
      chain.add(relu);
      return chain.add({ kind: `${pool}-pool`, size: 2, stride: 2, id });
    };
    const stem = convolved(wide(6), 'stem');
    let features = convolved(channels, 'main');
    if (branch) {
      chain.add({ kind: 'depthwise-conv2d', kernel: 3, stride: 2, padding: 'same', from: [stem] });
      chain.add({ kind: 'conv2d', filters: channels, kernel: 1, stride: 1, padding: 'same', bias: false });
      const small = chain.add({
        kind: 'batch-norm',
        momentum: 0.9,
        epsilon: 1e-5,
        gamma: 'zeros',
        id: 'branch',
      });
      features = chain.add({ kind: 'add', from: [features, small], id: 'fused' });
    }
    if (attention) {
      const hidden = Math.max(2, Math.floor(channels / 4));
      const select = keep < 1 ? { share: keep, least: 0, after: selectFrom, momentum: 0.95 } : null;
      const gates = chain.add({ kind: 'channel-attention', hidden, select, id: 'gates' });
      chain.add({ kind: 'scale-channels', from: [features, gates], id: 'key-features' });
    }
    chain.add({ kind: 'flatten' });
    for (const units of [120, 84]) {
      chain.add({ kind: 'dense', units: wide(units) });
      chain.add(relu);
    }
    return chain;
  },
});
