import { z } from 'zod';
import { defineLayer } from './define-layer.ts';
import { plain } from './shapes.ts';

/** Leaves out a share `rate` of the values while learning; the others are raised by 1 / (1 − rate). */
export const dropout = defineLayer({
  kind: 'dropout',
  options: { rate: z.number().min(0).lt(1) },
  shape: (_layer, [shape = []]) => plain(shape),
  channels: { kind: 'passes', zero: () => 'all' },
});
