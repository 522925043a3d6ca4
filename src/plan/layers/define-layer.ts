import { z } from 'zod';

/** One variable of a layer: named `<layer>/<name>` in checkpoints and saved models. */
export type Weight = {
  readonly name: string;
  readonly shape: readonly number[];
  /**
   * `he` (normal, variance 2/fan-in; a depthwise kernel's fan-in is its window), `glorot` (uniform),
   * `bert` (normal, deviation 0.02), `unit` (uniform, rows of length about 1), or a constant.
   */
  readonly start: 'he' | 'he-depthwise' | 'glorot' | 'bert' | 'unit' | 'zeros' | 'ones';
  /** False for running statistics, which no gradient reaches. */
  readonly trained: boolean;
  /** Which axes follow the channels of the layer's input or output; null for others. Left out: none does. */
  readonly axes?: readonly ('in' | 'out' | null)[];
};

/**
 * What a kind does with channels, so that those that are always 0 can be taken out of a network. A kind without a rule
 * keeps all channels of its inputs and its output.
 *
 * - `makes`: channels of its own, each from all channels of the one input; `resized` is the layer with fewer.
 * - `passes`: channel c of the output hangs on channel c of each input alone. It is 0 where `all` of these are, where
 *   `any` of them is, or `never` for certain.
 * - `gates`: passes; reads all channels that its weight `mask` does not leave out, and gives 0 for those it does.
 *   `unmasked` is the layer without mask.
 * - `masks`: passes; gives 0 for what its weight `mask` leaves out, and is nothing where that leaves nothing out.
 */
export type ChannelRule<L> =
  | { readonly kind: 'makes'; readonly resized: (layer: L, channels: number) => L }
  | { readonly kind: 'passes'; readonly zero: (layer: L) => 'all' | 'any' | 'never' }
  | { readonly kind: 'gates'; readonly mask: string; readonly unmasked: (layer: L) => L }
  | { readonly kind: 'masks'; readonly mask: string };

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
  readonly channels?: ChannelRule<z.output<LayerSchema<K, O>>>;
}): {
  readonly kind: K;
  readonly schema: LayerSchema<K, O>;
  readonly shape: (typeof at)['shape'];
  readonly channels: ChannelRule<z.output<LayerSchema<K, O>>> | null;
} {
  const schema = z.strictObject({ ...common, kind: z.literal(at.kind), ...at.options });
  return Object.freeze({
    kind: at.kind,
    schema: schema as unknown as LayerSchema<K, O>,
    shape: at.shape,
    channels: at.channels ?? null,
  });
}
