import { z } from 'zod';

/** One variable of a layer: named `<layer>/<name>` in checkpoints and saved models. */
export type Weight = {
  readonly name: string;
  readonly shape: readonly number[];
  /** `he` (normal, variance 2/fan-in; a depthwise kernel's fan-in is its window), `glorot` (uniform), or a constant. */
  readonly start: 'he' | 'he-depthwise' | 'glorot' | 'zeros' | 'ones';
  /** False for running statistics, which no gradient reaches. */
  readonly trained: boolean;
};

export type LayerShape = {
  readonly output: readonly number[];
  readonly weights: readonly Weight[];
  readonly multiplyAdds: number;
};

/** The error text when an input does not suit the layer. */
export class LayerRefusal extends Error {}

const common = { id: z.string().min(1).max(64), from: z.array(z.string()).min(1) };

type LayerSchema<K extends string, O extends z.ZodRawShape> = z.ZodObject<
  typeof common & { kind: z.ZodLiteral<K> } & O,
  z.core.$strict
>;

/**
 * A kind of layer: its options, and what it makes of its inputs' shapes. How it computes stands in the engine.
 *
 * @param at.options the kind's own fields in a plan
 * @param at.shape output shape, weights and multiply-adds of one example (batch left out); throws a LayerRefusal
 */
export function defineLayer<const K extends string, O extends z.ZodRawShape>(at: {
  readonly kind: K;
  readonly options: O;
  readonly shape: (layer: z.output<LayerSchema<K, O>>, inputs: readonly (readonly number[])[]) => LayerShape;
}): { readonly kind: K; readonly schema: LayerSchema<K, O>; readonly shape: (typeof at)['shape'] } {
  const schema = z.strictObject({ ...common, kind: z.literal(at.kind), ...at.options });
  return Object.freeze({ kind: at.kind, schema: schema as unknown as LayerSchema<K, O>, shape: at.shape });
}
