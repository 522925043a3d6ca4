import { defineLayer, LayerRefusal } from './define-layer.ts';
import { product } from './shapes.ts';

/**
 * Channels that are left out: y = m · x over the last axis, m [c] of zeros and ones, which no gradient reaches and no step
 * changes: [h, w, c] → [h, w, c], or [c] → [c]. All are ones where a network begins anew.
 *
 * A saved model has no such layer where what makes the channels can do without them.
 */
export const channelMask = defineLayer({
  kind: 'channel-mask',
  options: {},
  shape: ({ id, from }, [shape = []]) => {
    if (from.length !== 1)
      throw new LayerRefusal(`layer ${id} (channel mask) takes one input, found ${from.length}`);
    const channels = shape.at(-1) ?? 1;
    return {
      output: shape,
      weights: [{ name: 'mask', shape: [channels], start: 'ones', trained: false, axes: ['out'] }],
      multiplyAdds: product(shape),
    };
  },
  channels: { kind: 'masks', mask: 'mask' },
});
