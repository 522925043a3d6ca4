import { defineLayer, LayerRefusal } from './define-layer.ts';
import { size } from './shapes.ts';
import { embedded, padding, textOf } from './tokens.ts';

/*
 * Multi-head attention as two layers, so that its scores can be tapped (Vaswani et al. 2017, arXiv:1706.03762). Query, key
 * and value are token-dense layers, and can be tapped as they are.
 */

/** What stands in the place of a score for padding; exp of it is 0. Losses must leave such places out. */
export const NO_SCORE = -1e9;

/**
 * Scores of all pairs of tokens, before the softmax: q · kᵀ / √(units / heads), with NO_SCORE where the key is padding.
 * Query and key [length, units], text → [heads, length, length].
 */
export const attentionScores = defineLayer({
  kind: 'attention-scores',
  options: { heads: size, padding },
  shape: (layer, [query, key, text]) => {
    const [length, units] = embedded(layer, query);
    const [keys, width] = embedded(layer, key);
    textOf(layer, text, keys);
    if (units !== width || units % layer.heads !== 0)
      throw new LayerRefusal(
        `layer ${layer.id} (attention) shares its units out to the heads: ${units} and ${width} units, ${layer.heads} heads`,
      );
    return {
      output: [layer.heads, length, keys],
      weights: [],
      multiplyAdds: length * keys * units,
    };
  },
});

/** softmax(scores) · value, heads side by side. Scores [heads, length, keys], value [keys, units] → [length, units]. */
export const attentionContext = defineLayer({
  kind: 'attention-context',
  options: {},
  shape: (layer, [scores = [], value]) => {
    const [heads, length, keys] = scores;
    const [values, units] = embedded(layer, value);
    if (
      scores.length !== 3 ||
      heads === undefined ||
      length === undefined ||
      keys !== values ||
      units % heads !== 0
    )
      throw new LayerRefusal(
        `layer ${layer.id} (attention) takes heads × tokens × tokens and tokens × units, found ${scores.join(' × ')} and ${values} × ${units}`,
      );
    return { output: [length, units], weights: [], multiplyAdds: length * values * units };
  },
});
