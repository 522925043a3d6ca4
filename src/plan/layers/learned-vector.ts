import { z } from 'zod';
import { defineLayer } from './define-layer.ts';
import { size } from './shapes.ts';

/** A row that is learned and is the same for every example, whatever the input: offset + vector, [size]. */
export const learnedVector = defineLayer({
  kind: 'learned-vector',
  options: {
    size,
    /** What it begins with. */
    offset: z.number(),
  },
  shape: (layer) => ({
    output: [layer.size],
    weights: [{ name: 'vector', shape: [layer.size], start: 'zeros', trained: true }],
    multiplyAdds: 0,
  }),
});
