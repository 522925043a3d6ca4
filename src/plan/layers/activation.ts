import { z } from 'zod';
import { defineLayer } from './define-layer.ts';
import { plain } from './shapes.ts';

/** One function of every value; `leaky-relu` is 0.1 · x below zero. */
export const activation = defineLayer({
  kind: 'activation',
  options: { function: z.enum(['relu', 'leaky-relu', 'tanh', 'sigmoid', 'gelu']) },
  shape: (_layer, [shape = []]) => plain(shape),
  channels: { kind: 'passes', zero: (layer) => (layer.function === 'sigmoid' ? 'never' : 'all') },
});
