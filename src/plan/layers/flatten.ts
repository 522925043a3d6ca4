import { defineLayer } from './define-layer.ts';
import { plain, product } from './shapes.ts';

export const flatten = defineLayer({
  kind: 'flatten',
  options: {},
  shape: (_layer, [shape = []]) => plain([product(shape)]),
  channels: { kind: 'passes', zero: () => 'all' },
});
