import type { Layer } from '../../plan/layers.ts';

const norm = { kind: 'batch-norm', momentum: 0.9, epsilon: 1e-5 } as const;
const relu = { kind: 'activation', function: 'relu' } as const;
const conv = (filters: number) =>
  ({ kind: 'conv2d', filters, kernel: 3, stride: 1, padding: 'same', bias: false }) as const;

type Loose = Layer extends infer L ? (L extends Layer ? Omit<L, 'id' | 'from'> : never) : never;

/**
 * A network that makes images [h, w, c] of noise [z]: a row becomes maps of a quarter of the sides, which grow twice, with a
 * 3×3 convolution each time. It ends in a normalization, so that what it makes is neither dark nor bright as a whole.
 *
 * @param width maps of the last convolution but one; twice as many before
 */
export function generatorLayers(
  [height = 1, width = 1, channels = 1]: readonly number[],
  maps: number,
): Layer[] {
  const [low, middle] = [4, 2].map((by) => [Math.ceil(height / by), Math.ceil(width / by)] as const);
  const [rows = 1, columns = 1] = low ?? [];
  const [tall = 1, wide = 1] = middle ?? [];
  const layers: Loose[] = [
    { kind: 'dense', units: rows * columns * 2 * maps },
    { kind: 'reshape', shape: [rows, columns, 2 * maps] },
    norm,
    { kind: 'resize', height: tall, width: wide },
    conv(2 * maps),
    norm,
    relu,
    { kind: 'resize', height, width },
    conv(maps),
    norm,
    relu,
    conv(channels),
    norm,
  ];
  return layers.map((layer, at) => ({
    ...layer,
    id: `${layer.kind}-${at + 1}`,
    from: [at === 0 ? 'input' : `${layers[at - 1]?.kind}-${at}`],
  })) as Layer[];
}
