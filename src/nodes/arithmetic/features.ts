import type * as tfc from '@tensorflow/tfjs';
import { z } from 'zod';
import type { Kernel } from '../../plan/operation.ts';

type Tensor = tfc.Tensor;

/** Shorter vectors count as zero: the square of it is still a normal number in float32. */
const SHORTEST = 1e-12;

/** How an activation of an example becomes one vector: maps [h,w,c] by the mean over places, or value by value. */
export const Maps = z.enum(['pool', 'flatten']);
export type Maps = z.infer<typeof Maps>;

/** [n, …s] → [n, s]. */
export const flat = (k: Kernel, x: Tensor): Tensor => k.reshape(x, [x.shape[0] ?? 0, -1]);

/** [n,h,w,c] → [n,c], the mean over places (global average pooling); anything else is only made flat. */
export const pooled = (k: Kernel, x: Tensor): Tensor => (x.rank === 4 ? k.mean(x, [1, 2]) : flat(k, x));

/** One vector an example. */
export const vectors = (k: Kernel, x: Tensor, maps: Maps): Tensor =>
  maps === 'pool' ? pooled(k, x) : flat(k, x);

/**
 * √s, whose gradient at zero is zero instead of endless.
 *
 * @param s squares of lengths, ≥ 0
 */
export function root(k: Kernel, s: Tensor): Tensor {
  const some = isSome(k, s);
  return k.mul(k.sqrt(k.where(some, s, k.onesLike(s))), k.cast(some, 'float32'));
}

/**
 * x/‖x‖₂ along an axis. What is zero has no direction: it stays zero, and its gradient is zero. (PyTorch divides by 10⁻¹²
 * there, which makes a gradient of 10¹² out of a dead unit.)
 */
export function unit(k: Kernel, x: Tensor, axis = -1): Tensor {
  const squares = k.sum(k.square(x), axis, true);
  const some = isSome(k, squares);
  return k.mul(x, k.div(k.cast(some, 'float32'), k.sqrt(k.where(some, squares, k.onesLike(squares)))));
}

const isSome = (k: Kernel, squares: Tensor): Tensor =>
  k.greater(k.stopGradient(squares), k.scalar(SHORTEST ** 2));

/** Huber's function with threshold 1, entry by entry: d²/2 where |d| < 1, else |d| − ½. */
export function smoothL1(k: Kernel, d: Tensor): Tensor {
  const near = k.clipByValue(d, -1, 1);
  return k.mul(near, k.sub(d, k.mul(near, k.scalar(0.5))));
}

/** |x|, whose gradient at zero is zero (tfjs gives −1 there). */
export const size = (k: Kernel, x: Tensor): Tensor => k.mul(x, k.stopGradient(k.sign(x)));

/** Mean of (a − b)² over all entries. */
export const meanSquare = (k: Kernel, a: Tensor, b: Tensor): Tensor => k.mean(k.square(k.sub(a, b)));

/** [n,h,w,c] → [n,c,h·w]: a row for each channel. */
export function channels(k: Kernel, x: Tensor): Tensor {
  const [n = 0, h = 0, w = 0, c = 0] = x.shape;
  return k.transpose(k.reshape(x, [n, h * w, c]), [0, 2, 1]);
}
