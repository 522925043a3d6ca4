import type { Layer } from '../../plan/layers.ts';
import { snake } from './literal.ts';

/** What a layer is in PyTorch: a module that holds its weights, and the line that computes its output. */
export type LayerText = {
  readonly module?: string;
  readonly value: string;
};

type Of<K extends Layer['kind']> = Extract<Layer, { kind: K }>;
/** @param x names of its inputs @param input shape of the first, batch left out */
type Writer<K extends Layer['kind']> = (
  layer: Of<K>,
  x: readonly [string, ...string[]],
  input: readonly number[],
) => LayerText;

const FUNCTIONS: Readonly<Record<Of<'activation'>['function'], (x: string) => string>> = {
  relu: (x) => `F.relu(${x})`,
  'leaky-relu': (x) => `F.leaky_relu(${x}, 0.1)`,
  tanh: (x) => `torch.tanh(${x})`,
  sigmoid: (x) => `torch.sigmoid(${x})`,
  gelu: (x) => `F.gelu(${x})`,
};

/** Maps lie [n, c, h, w] between layers; rows, [n, c]. */
const WRITERS: { readonly [K in Layer['kind']]?: Writer<K> } = {
  dense: ({ id, units }, [x], [width]) => ({
    module: `nn.Linear(${width}, ${units})`,
    value: `self.${snake(id)}(${x})`,
  }),
  conv2d: ({ id, filters, kernel, stride, padding, bias }, [x], [, , channels]) => ({
    module: `nn.Conv2d(${channels}, ${filters}, ${kernel}, stride=${stride}, bias=${bias ? 'True' : 'False'})`,
    value: `self.${snake(id)}(${padding === 'same' ? `same(${x}, ${kernel}, ${stride})` : x})`,
  }),
  'depthwise-conv2d': ({ id, kernel, stride, padding }, [x], [, , channels]) => ({
    module: `nn.Conv2d(${channels}, ${channels}, ${kernel}, stride=${stride}, groups=${channels}, bias=False)`,
    value: `self.${snake(id)}(${padding === 'same' ? `same(${x}, ${kernel}, ${stride})` : x})`,
  }),
  'batch-norm': ({ id, momentum, epsilon }, [x], input) => ({
    module: `nn.BatchNorm${input.length === 3 ? 2 : 1}d(${input.at(-1)}, eps=${epsilon}, momentum=${Number((1 - momentum).toPrecision(12))})`,
    value: `self.${snake(id)}(${x})`,
  }),
  activation: (layer, [x]) => ({ value: FUNCTIONS[layer.function](x) }),
  add: (_, x) => ({ value: x.join(' + ') }),
  concatenate: (_, x) => ({ value: `torch.cat([${x.join(', ')}], dim=1)` }),
  dropout: ({ rate }, [x]) => ({ value: `F.dropout(${x}, ${rate}, self.training)` }),
  flatten: (_, [x]) => ({ value: `maps_last(${x}).flatten(1)` }),
  'max-pool': ({ size, stride }, [x]) => ({ value: `F.max_pool2d(${x}, ${size}, ${stride})` }),
  'average-pool': ({ size, stride }, [x]) => ({ value: `F.avg_pool2d(${x}, ${size}, ${stride})` }),
  'global-average-pool': (_, [x]) => ({ value: `${x}.mean(dim=(2, 3))` }),
};

/** Null for a kind of layer that no line was written for yet. */
export const layerText = (
  layer: Layer,
  x: readonly [string, ...string[]],
  input: readonly number[],
): LayerText | null => {
  const writer = WRITERS[layer.kind] as Writer<Layer['kind']> | undefined;
  return writer?.(layer, x, input) ?? null;
};
