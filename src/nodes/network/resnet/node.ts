import { integer } from '../../params.ts';
import { defineNetwork, layerChain } from '../define-network.ts';

/** Normalization after each convolution, as in the paper's CIFAR networks. */
const NORM = { kind: 'batch-norm', momentum: 0.9, epsilon: 1e-5 } as const;

export const resnet = defineNetwork({
  name: 'resnet',
  title: 'ResNet (small images)',
  summary: 'Residual network for 28×28 or 32×32 images: 6·blocks + 2 layers.',
  source: 'He, Zhang, Ren, Sun: Deep residual learning for image recognition (2016), section 4.2.',
  keywords: ['residual', 'resnet-20', 'resnet-56', 'convolution'],
  help: `Three stages of residual blocks with 1, 2 and 4 times the width; each stage halves the image.

## When to use it
The standard teacher and student on small images: 3 blocks make ResNet-20, 9 make ResNet-56, 18 make ResNet-110.
Slow without the native engine.

## Formula
block(x) = relu(x' + bn(conv(relu(bn(conv(x)))))), x' = x, or bn(conv 1×1 stride 2 (x)) where the shape changes
(the paper's option B); logits = dense(mean over h, w) [n, classes].`,
  params: {
    blocks: integer(1, { min: 1, max: 18 }, { title: 'Blocks a stage', help: 'Layers are 6 · blocks + 2.' }),
    width: integer(
      16,
      { min: 1, max: 256 },
      {
        title: 'Width',
        help: 'Channels of the first stage; the next two have twice and four times as many.',
      },
    ),
  },
  trunk: ({ blocks, width }) => {
    const chain = layerChain();
    /** A convolution and its normalization, both named after what they are for. */
    const conv = (
      id: string,
      at: { filters: number; kernel: number; stride: number; from?: string },
    ): string => {
      const { filters, kernel, stride, from } = at;
      const reads = from === undefined ? {} : { from: [from] };
      chain.add({ kind: 'conv2d', id, filters, kernel, stride, padding: 'same', bias: false, ...reads });
      return chain.add({ ...NORM, id: id.replace('conv', 'norm') });
    };
    const relu = (id: string): string => chain.add({ kind: 'activation', id, function: 'relu' });
    conv('conv', { filters: width, kernel: 3, stride: 1 });
    let x = relu('relu');
    for (const [stage, filters] of [width, 2 * width, 4 * width].entries())
      for (let block = 0; block < blocks; block++) {
        const name = `stage${stage + 1}.block${block + 1}`;
        const narrows = stage > 0 && block === 0;
        const shortcut = narrows
          ? conv(`${name}.shortcut-conv`, { filters, kernel: 1, stride: 2, from: x })
          : x;
        conv(`${name}.conv1`, { filters, kernel: 3, stride: narrows ? 2 : 1, from: x });
        relu(`${name}.relu1`);
        const deep = conv(`${name}.conv2`, { filters, kernel: 3, stride: 1 });
        chain.add({ kind: 'add', id: `${name}.add`, from: [shortcut, deep] });
        x = relu(`${name}.relu2`);
      }
    chain.add({ kind: 'global-average-pool', id: 'pool' });
    return chain;
  },
});
