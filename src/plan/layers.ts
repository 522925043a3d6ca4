import { z } from 'zod';
import type { LayerType } from '../pipeline/ports.ts';
import { type ChannelRule, LayerRefusal, type LayerShape } from './layers/define-layer.ts';
import { LAYER_KINDS } from './layers/layer-kinds.ts';
import { product } from './layers/shapes.ts';

export { LayerRefusal, type LayerShape, type Weight } from './layers/define-layer.ts';

type Schemas<K extends readonly { readonly schema: unknown }[]> = { [I in keyof K]: K[I]['schema'] };

/**
 * One layer of a network. Its kind says its output shape, its trainable and its running parameters, and its cost
 * (`layers/`); the engine says how it computes. Images are height × width × channels; the batch dimension is left out
 * of every shape here.
 */
export const Layer = z.discriminatedUnion(
  'kind',
  LAYER_KINDS.map((it) => it.schema) as unknown as Schemas<typeof LAYER_KINDS>,
);
export type Layer = z.infer<typeof Layer>;

/** The id by which a layer's `from` names the network's own input. */
export const NETWORK_INPUT = 'input';

type ShapeRule = (layer: Layer, inputs: readonly (readonly number[])[]) => LayerShape;
const RULES: ReadonlyMap<string, ShapeRule> = new Map(
  LAYER_KINDS.map((it) => [it.kind, it.shape as ShapeRule]),
);

const CHANNELS: ReadonlyMap<string, unknown> = new Map(LAYER_KINDS.map((it) => [it.kind, it.channels]));

/** What one layer makes of its inputs' shapes (batch left out). Throws a LayerRefusal where they do not suit. */
export const layerShape: ShapeRule = (layer, inputs) => (RULES.get(layer.kind) as ShapeRule)(layer, inputs);

/** What the layer's kind does with channels; null where it keeps them all. */
export const channelRule = ({ kind }: Layer): ChannelRule<Layer> | null =>
  CHANNELS.get(kind) as ChannelRule<Layer> | null;

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

/** The layers that hold weights, running statistics too, in order. Throws a LayerRefusal. */
export function weightedLayers(layers: readonly Layer[], input: readonly number[]): Layer[] {
  const shapes = networkShape(layers, input).layers;
  return layers.filter((it) => (shapes.get(it.id)?.weights.length ?? 0) > 0);
}

/** Ids of the layers with weights that training changes, in order. Throws a LayerRefusal. */
export function trainedLayers(layers: readonly Layer[], input: readonly number[]): string[] {
  const shapes = networkShape(layers, input).layers;
  return layers.map((it) => it.id).filter((id) => shapes.get(id)?.weights.some((it) => it.trained));
}

/** The layers of a network as wires and the canvas speak of them. Throws a LayerRefusal. */
export function layerTypes(layers: readonly Layer[], input: readonly number[]): LayerType[] {
  const shapes = networkShape(layers, input).layers;
  return layers.map(({ id, kind }) => ({ id, kind, shape: [...(shapes.get(id)?.output ?? [])] }));
}
