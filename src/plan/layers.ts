import { z } from 'zod';

/**
 * The closed set of layers that a network is built from. Each says its output shape, its trainable and its
 * running parameters, and its cost; the engine says how it computes. Images are height × width × channels;
 * the batch dimension is left out of every shape here.
 */
const common = { id: z.string().min(1).max(64), from: z.array(z.string()).min(1) };
const size = z.int().positive();

export const Layer = z.discriminatedUnion('kind', [
  z.strictObject({ ...common, kind: z.literal('dense'), units: size }),
  z.strictObject({
    ...common,
    kind: z.literal('conv2d'),
    filters: size,
    kernel: size,
    stride: size,
    padding: z.enum(['same', 'valid']),
    /** Left out where batch normalization follows and would cancel it. */
    bias: z.boolean(),
  }),
  z.strictObject({ ...common, kind: z.literal('max-pool'), size, stride: size }),
  z.strictObject({ ...common, kind: z.literal('average-pool'), size, stride: size }),
  z.strictObject({ ...common, kind: z.literal('global-average-pool') }),
  z.strictObject({
    ...common,
    kind: z.literal('batch-norm'),
    momentum: z.number().min(0).max(1),
    epsilon: z.number().positive(),
  }),
  z.strictObject({ ...common, kind: z.literal('activation'), function: z.enum(['relu', 'tanh', 'sigmoid']) }),
  z.strictObject({ ...common, kind: z.literal('dropout'), rate: z.number().min(0).lt(1) }),
  z.strictObject({ ...common, kind: z.literal('flatten') }),
  z.strictObject({ ...common, kind: z.literal('add') }),
]);
export type Layer = z.infer<typeof Layer>;

/** The id by which a layer's `from` names the network's own input. */
export const NETWORK_INPUT = 'input';

/** One variable of a layer: named `<layer>/<name>` in checkpoints and saved models. */
export type Weight = {
  readonly name: string;
  readonly shape: readonly number[];
  /** `he` (normal, variance 2/fan-in), `glorot` (uniform), or a constant. */
  readonly start: 'he' | 'glorot' | 'zeros' | 'ones';
  /** False for running statistics, which no gradient reaches. */
  readonly trained: boolean;
};

export type LayerShape = {
  readonly output: readonly number[];
  readonly weights: readonly Weight[];
  readonly multiplyAdds: number;
};

const product = (sizes: readonly number[]): number => sizes.reduce((total, it) => total * it, 1);

const windowed = (size: number, window: number, stride: number, padding: 'same' | 'valid'): number =>
  padding === 'same' ? Math.ceil(size / stride) : Math.floor((size - window) / stride) + 1;

/** The error text when an input does not suit the layer. */
export class LayerRefusal extends Error {}

function image(layer: Layer, shape: readonly number[]): readonly [number, number, number] {
  const [height, width, channels] = shape;
  if (shape.length !== 3 || height === undefined || width === undefined || channels === undefined)
    throw new LayerRefusal(
      `layer ${layer.id} (${layer.kind}) takes height × width × channels, found ${shape.join(' × ')}`,
    );
  return [height, width, channels];
}

/** What one layer makes of its inputs' shapes (batch left out). Throws a LayerRefusal where they do not suit. */
export function layerShape(layer: Layer, inputs: readonly (readonly number[])[]): LayerShape {
  const shape = inputs[0] ?? [];
  const plain = (output: readonly number[]): LayerShape => ({ output, weights: [], multiplyAdds: 0 });
  switch (layer.kind) {
    case 'dense': {
      const width = shape[0];
      if (shape.length !== 1 || width === undefined)
        throw new LayerRefusal(
          `layer ${layer.id} (dense) takes one row a sample, found ${shape.join(' × ')}: flatten it first`,
        );
      return {
        output: [layer.units],
        weights: [
          { name: 'kernel', shape: [width, layer.units], start: 'he', trained: true },
          { name: 'bias', shape: [layer.units], start: 'zeros', trained: true },
        ],
        multiplyAdds: width * layer.units,
      };
    }
    case 'conv2d': {
      const [height, width, channels] = image(layer, shape);
      const output = [
        windowed(height, layer.kernel, layer.stride, layer.padding),
        windowed(width, layer.kernel, layer.stride, layer.padding),
        layer.filters,
      ];
      if (output.some((it) => it < 1))
        throw new LayerRefusal(
          `layer ${layer.id} (convolution ${layer.kernel}×${layer.kernel}) is larger than its ${height}×${width} input`,
        );
      const kernel = [layer.kernel, layer.kernel, channels, layer.filters];
      return {
        output,
        weights: [
          { name: 'kernel', shape: kernel, start: 'he', trained: true },
          ...(layer.bias
            ? [{ name: 'bias', shape: [layer.filters], start: 'zeros', trained: true } as const]
            : []),
        ],
        multiplyAdds: product(kernel) * (output[0] as number) * (output[1] as number),
      };
    }
    case 'max-pool':
    case 'average-pool': {
      const [height, width, channels] = image(layer, shape);
      const output = [
        windowed(height, layer.size, layer.stride, 'valid'),
        windowed(width, layer.size, layer.stride, 'valid'),
        channels,
      ];
      if (output.some((it) => it < 1))
        throw new LayerRefusal(
          `layer ${layer.id} (pool ${layer.size}×${layer.size}) is larger than its ${height}×${width} input`,
        );
      return plain(output);
    }
    case 'global-average-pool':
      return plain([image(layer, shape)[2]]);
    case 'batch-norm': {
      const channels = shape.at(-1) ?? 0;
      const weight = (name: string, start: 'zeros' | 'ones', trained: boolean): Weight => ({
        name,
        shape: [channels],
        start,
        trained,
      });
      return {
        output: shape,
        weights: [
          weight('gamma', 'ones', true),
          weight('beta', 'zeros', true),
          weight('mean', 'zeros', false),
          weight('variance', 'ones', false),
        ],
        multiplyAdds: product(shape),
      };
    }
    case 'activation':
    case 'dropout':
      return plain(shape);
    case 'flatten':
      return plain([product(shape)]);
    case 'add':
      if (inputs.some((it) => it.join() !== shape.join()))
        throw new LayerRefusal(
          `layer ${layer.id} (add) takes equal shapes, found ${inputs.map((it) => it.join('×')).join(' and ')}`,
        );
      return plain(shape);
  }
}

export type NetworkShape = {
  /** By layer id. */
  readonly layers: ReadonlyMap<string, LayerShape>;
  readonly output: readonly number[];
  /** Trained and running parameters alike: all that a saved model holds. */
  readonly parameters: number;
  /** Multiply-add pairs for one example. */
  readonly multiplyAdds: number;
};

/** Shapes of a whole network, layer by layer in order; the last layer is its output. Throws a LayerRefusal. */
export function networkShape(layers: readonly Layer[], input: readonly number[]): NetworkShape {
  const shapes = new Map<string, LayerShape>();
  for (const layer of layers) {
    if (shapes.has(layer.id) || layer.id === NETWORK_INPUT)
      throw new LayerRefusal(`two layers are called ${layer.id}`);
    const inputs = layer.from.map((id) => {
      const shape = id === NETWORK_INPUT ? input : shapes.get(id)?.output;
      if (shape === undefined)
        throw new LayerRefusal(`layer ${layer.id} reads ${id}, and no earlier layer is called so`);
      return shape;
    });
    shapes.set(layer.id, layerShape(layer, inputs));
  }
  const all = [...shapes.values()];
  return {
    layers: shapes,
    output: all.at(-1)?.output ?? input,
    parameters: all.reduce(
      (total, it) => total + it.weights.reduce((sum, weight) => sum + product(weight.shape), 0),
      0,
    ),
    multiplyAdds: all.reduce((total, it) => total + it.multiplyAdds, 0),
  };
}
