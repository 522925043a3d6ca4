import { defineLayer, LayerRefusal } from './define-layer.ts';
import { product } from './shapes.ts';

/** Every channel of the first input times the second input's value for it: [h, w, c] and [c] → [h, w, c]. */
export const scaleChannels = defineLayer({
  kind: 'scale-channels',
  options: {},
  shape: ({ id }, inputs) => {
    const [shape = [], factors = []] = inputs;
    if (inputs.length !== 2 || factors.length !== 1 || factors[0] !== shape.at(-1))
      throw new LayerRefusal(
        `layer ${id} (scale channels) takes … × c and c, found ${inputs.map((it) => it.join('×')).join(' and ')}`,
      );
    return { output: shape, weights: [], multiplyAdds: product(shape) };
  },
  channels: { kind: 'passes', zero: () => 'any' },
});
