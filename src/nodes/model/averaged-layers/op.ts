import { z } from 'zod';
import { defineOp } from '../../../plan/operation.ts';
import { TEACHERS } from '../averaged-teachers/op.ts';

/**
 * The mean of a layer over several teachers, value by value.
 *
 * f̄ = (1/M) Σₘ fₘ
 *
 * - `teacher1` … `teacher6`: activations fₘ [n, …s] of one shape; all but the first may be left out
 *
 * Returns [n, …s]. M equal layers give that layer, to the bit where M is a power of two, and their order changes rounding
 * alone. No gradient goes through it.
 */
export const averagedLayers = defineOp({
  name: 'model.averaged-layers',
  args: z.strictObject({}),
  inputs: {
    teacher1: ['n', '...s'],
    teacher2: ['n', '...s'],
    teacher3: ['n', '...s'],
    teacher4: ['n', '...s'],
    teacher5: ['n', '...s'],
    teacher6: ['n', '...s'],
  },
  optional: TEACHERS.slice(1),
  gradient: [],
  output: ['n', '...s'],
  run: (k, inputs) => {
    const layers = TEACHERS.map((role) => inputs[role]).filter((it) => it !== undefined);
    return k.mul(k.addN(layers), k.scalar(1 / layers.length));
  },
});
