import type * as tfc from '@tensorflow/tfjs';
import { z } from 'zod';
import { defineOp, type Kernel } from '../../../plan/operation.ts';
import { nearestTo } from '../../arithmetic/pooling.ts';

/** The deeper map at the other's size; a row is a map of one place. */
function brought(k: Kernel, deeper: tfc.Tensor, own: tfc.Tensor): tfc.Tensor {
  const [n = 0, h = 0, w = 0] = own.shape;
  const map = deeper.rank === 2 ? k.reshape(deeper, [n, 1, 1, deeper.shape[1] ?? 0]) : deeper;
  return nearestTo(k, map, h, w);
}

/**
 * A stage's map and what the deeper stages made, side by side: what the attention between the two looks at.
 *
 * z = [x, up(y)]: [n,h,w,c+c], up copies the nearest place
 *
 * - `own` x: [n,h,w,c]; `deeper` y: [n,i,j,c] or a row [n,c], which counts as a map of one place
 *
 * Both roles learn. Source: Chen et al. 2021 (ABF of ReviewKD).
 */
export const reviewBeside = defineOp({
  name: 'loss.review-beside',
  args: z.strictObject({}),
  inputs: { own: ['n', 'h', 'w', 'c'], deeper: ['n', '...d'] },
  gradient: ['own', 'deeper'],
  output: ['n', 'h', 'w', 'c+c'],
  run: (k, { own, deeper }) => k.concat([own, brought(k, deeper, own)], 3),
});

/**
 * A stage's map and what the deeper stages made as one map, by two gates at each place.
 *
 * r = a₀ · x + a₁ · up(y): [n,h,w,c], the same gates for every channel
 *
 * - `own` x: [n,h,w,c]; `deeper` y: [n,i,j,c] or [n,c]; `gates` a: [n,h,w,2], in (0, 1)
 *
 * All roles learn. Source: Chen et al. 2021 (ABF of ReviewKD).
 */
export const reviewFusion = defineOp({
  name: 'loss.review-fusion',
  args: z.strictObject({}),
  inputs: { own: ['n', 'h', 'w', 'c'], deeper: ['n', '...d'], gates: ['n', 'h', 'w', 'g'] },
  gradient: ['own', 'deeper', 'gates'],
  output: ['n', 'h', 'w', 'c'],
  run: (k, { own, deeper, gates }) => {
    const [first, second] = k.split(gates, 2, 3) as [tfc.Tensor, tfc.Tensor];
    return k.add(k.mul(own, first), k.mul(brought(k, deeper, own), second));
  },
});
