import { defineLayer, LayerRefusal } from './define-layer.ts';
import { plain } from './shapes.ts';

/** The sum of all inputs, which have one shape. */
export const add = defineLayer({
  kind: 'add',
  options: {},
  shape: ({ id }, inputs) => {
    const shape = inputs[0] ?? [];
    if (inputs.some((it) => it.join() !== shape.join()))
      throw new LayerRefusal(
        `layer ${id} (add) takes equal shapes, found ${inputs.map((it) => it.join('×')).join(' and ')}`,
      );
    return plain(shape);
  },
  channels: { kind: 'passes', zero: () => 'all' },
});
