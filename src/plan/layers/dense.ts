import { defineLayer, LayerRefusal } from './define-layer.ts';
import { size } from './shapes.ts';

/** y = x · kernel + bias: [width] → [units]. */
export const dense = defineLayer({
  kind: 'dense',
  options: { units: size },
  shape: ({ id, units }, [shape = []]) => {
    const width = shape[0];
    if (shape.length !== 1 || width === undefined)
      throw new LayerRefusal(
        `layer ${id} (dense) takes one row a sample, found ${shape.join(' × ')}: flatten it first`,
      );
    return {
      output: [units],
      weights: [
        { name: 'kernel', shape: [width, units], start: 'he', trained: true, axes: ['in', 'out'] },
        { name: 'bias', shape: [units], start: 'zeros', trained: true, axes: ['out'] },
      ],
      multiplyAdds: width * units,
    };
  },
  channels: { kind: 'makes', resized: (layer, units) => ({ ...layer, units }) },
});
