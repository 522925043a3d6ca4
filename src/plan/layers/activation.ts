import { z } from 'zod';
import { defineLayer } from './define-layer.ts';
import { plain } from './shapes.ts';

export const activation = defineLayer({
  kind: 'activation',
  options: { function: z.enum(['relu', 'tanh', 'sigmoid', 'gelu']) },
  shape: (_layer, [shape = []]) => plain(shape),
  channels: { kind: 'passes', zero: (layer) => (layer.function === 'sigmoid' ? 'never' : 'all') },
});
