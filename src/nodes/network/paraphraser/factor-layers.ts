import type { Layer } from '../../../plan/layers.ts';

const LEAKY = { kind: 'activation', function: 'leaky-relu' } as const;
const NORM = { kind: 'batch-norm', momentum: 0.9, epsilon: 1e-5 } as const;

/**
 * Three 3×3 convolutions behind a map, each with a leaky ReLU, to so many channels in turn.
 *
 * @param at.from the layer that they read
 * @param at.name what their ids begin with; the last one is called `at.last`
 * @param at.normed whether a normalization stands behind each convolution
 */
export function leakyConvolutions(at: {
  readonly from: string;
  readonly name: string;
  readonly last: string;
  readonly channels: readonly number[];
  readonly normed: boolean;
}): Layer[] {
  const layers: Layer[] = [];
  const add = (layer: object, id: string): void =>
    void layers.push({ ...layer, id, from: [layers.at(-1)?.id ?? at.from] } as Layer);
  for (const [index, filters] of at.channels.entries()) {
    const straight = { kind: 'conv2d', filters, kernel: 3, stride: 1, padding: 'same', bias: !at.normed };
    add(straight, `${at.name}.conv${index + 1}`);
    if (at.normed) add(NORM, `${at.name}.norm${index + 1}`);
    add(LEAKY, index === at.channels.length - 1 ? at.last : `${at.name}.leaky${index + 1}`);
  }
  return layers;
}
