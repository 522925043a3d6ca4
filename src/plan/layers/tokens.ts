import { z } from 'zod';
import { defineLayer, LayerRefusal } from './define-layer.ts';
import { plain, size } from './shapes.ts';

/*
 * Layers that read texts. A text is [length] numbers of tokens; behind the embedding it is [length, units], a row a token.
 * Layers that must tell padding from tokens take the network's own input beside their first.
 */

type Named = { readonly id: string; readonly kind: string };

/** The number that fills a short text. */
export const padding = z.int().nonnegative();

/** @throws LayerRefusal where the input is no text behind its embedding */
export function embedded(
  { id, kind }: Named,
  shape: readonly number[] = [],
): readonly [length: number, units: number] {
  const [length, units] = shape;
  if (shape.length === 2 && length !== undefined && units !== undefined) return [length, units];
  throw new LayerRefusal(
    `layer ${id} (${kind}) takes tokens × units, found ${shape.join(' × ') || 'nothing'}`,
  );
}

/** @throws LayerRefusal where the input is no text of so many tokens */
export function textOf({ id, kind }: Named, shape: readonly number[] | undefined, length?: number): number {
  const [found] = shape ?? [];
  if (shape?.length === 1 && found !== undefined && (length ?? found) === found) return found;
  throw new LayerRefusal(
    `layer ${id} (${kind}) reads a text of ${length ?? 'any number of'} tokens, found ${shape?.join(' × ') || 'nothing'}`,
  );
}

/** Row `token` of a table [vocabulary, units]: [length] → [length, units]. */
export const tokenEmbedding = defineLayer({
  kind: 'token-embedding',
  options: { vocabulary: size, units: size },
  shape: (layer, [shape]) => ({
    output: [textOf(layer, shape), layer.units],
    weights: [{ name: 'table', shape: [layer.vocabulary, layer.units], start: 'bert', trained: true }],
    multiplyAdds: 0,
  }),
});

/** Adds a learned row for each place: [length, units] → [length, units]. */
export const positionEmbedding = defineLayer({
  kind: 'position-embedding',
  options: {},
  shape: (layer, [shape]) => {
    const output = embedded(layer, shape);
    return {
      output,
      weights: [{ name: 'table', shape: output, start: 'bert', trained: true }],
      multiplyAdds: 0,
    };
  },
});

/** y = x · kernel + bias for each token: [length, width] → [length, units]. */
export const tokenDense = defineLayer({
  kind: 'token-dense',
  options: {
    units: size,
    /** Left out of attention's keys: the softmax cancels it, so that its gradient is noise and nothing else. */
    bias: z.boolean(),
  },
  shape: (layer, [shape]) => {
    const [length, width] = embedded(layer, shape);
    return {
      output: [length, layer.units],
      weights: [
        { name: 'kernel', shape: [width, layer.units], start: 'bert', trained: true },
        ...(layer.bias
          ? [{ name: 'bias', shape: [layer.units], start: 'zeros', trained: true } as const]
          : []),
      ],
      multiplyAdds: length * width * layer.units,
    };
  },
});

/** One row for a text: that of its first token, or the mean over all that are no padding. [length, units], text → [units]. */
export const tokenPool = defineLayer({
  kind: 'token-pool',
  options: { of: z.enum(['first', 'mean']), padding },
  shape: (layer, [shape, text]) => {
    const [length, units] = embedded(layer, shape);
    textOf(layer, text, length);
    return plain([units]);
  },
});

/**
 * The logits of every token of the vocabulary at each place: x · tableᵀ + bias. The table is that of the embedding, so that
 * a token is read and written by the same row (Press and Wolf 2017, arXiv:1608.05859). [length, units] → [length, vocabulary].
 */
export const languageHead = defineLayer({
  kind: 'language-head',
  options: { vocabulary: size, /** Id of the embedding. */ table: z.string() },
  shape: (layer, [shape]) => {
    const [length, units] = embedded(layer, shape);
    return {
      output: [length, layer.vocabulary],
      weights: [{ name: 'bias', shape: [layer.vocabulary], start: 'zeros', trained: true }],
      multiplyAdds: length * units * layer.vocabulary,
    };
  },
});
