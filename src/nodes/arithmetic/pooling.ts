import type * as tfc from '@tensorflow/tfjs';
import type { Kernel } from '../../plan/operation.ts';

type Tensor = tfc.Tensor;

/**
 * Adaptive average pooling of maps [n,H,W,c] to [n,h,w,c], h ≤ H, w ≤ W: place i of h is the mean of the places
 * ⌊i·H/h⌋ … ⌈(i+1)·H/h⌉ − 1, which overlap where H is no multiple of h. As PyTorch's adaptive_avg_pool2d.
 */
export function poolTo(k: Kernel, x: Tensor, h: number, w: number): Tensor {
  const [, H = 0, W = 0] = x.shape;
  if (h === H && w === W) return x;
  if (H % h === 0 && W % w === 0)
    return k.avgPool(x as tfc.Tensor4D, [H / h, W / w], [H / h, W / w], 'valid');
  return resized(k, x, means(k, H, h), means(k, W, w));
}

/**
 * Maps [n,H,W,c] at another size, larger or smaller: place i of h is a copy of place ⌊i·H/h⌋. As PyTorch's interpolation
 * by the nearest neighbour.
 */
export function nearestTo(k: Kernel, x: Tensor, h: number, w: number): Tensor {
  const [, H = 0, W = 0] = x.shape;
  return h === H && w === W ? x : resized(k, x, copies(k, H, h), copies(k, W, w));
}

/** One axis after the other, each time as a matrix product along the last one. */
function resized(k: Kernel, x: Tensor, byHeight: tfc.Tensor2D, byWidth: tfc.Tensor2D): Tensor {
  const [n = 0, H = 0, W = 0, c = 0] = x.shape;
  const [h, w] = [byHeight.shape[1], byWidth.shape[1]];
  const tall = k.matMul(k.reshape(k.transpose(x, [0, 2, 3, 1]), [n * W * c, H]), byHeight);
  const wide = k.matMul(
    k.reshape(k.transpose(k.reshape(tall, [n, W, c, h]), [0, 2, 3, 1]), [n * c * h, W]),
    byWidth,
  );
  return k.transpose(k.reshape(wide, [n, c, h, w]), [0, 2, 3, 1]);
}

/** Both maps at the smaller height and the smaller width of the two. */
export function alike(k: Kernel, a: Tensor, b: Tensor): [Tensor, Tensor] {
  const smaller = (axis: number) => Math.min(a.shape[axis] ?? 0, b.shape[axis] ?? 0);
  const [h, w] = [smaller(1), smaller(2)];
  return [poolTo(k, a, h, w), poolTo(k, b, h, w)];
}

/** [from, to], whose column i holds the mean over the places that fall to place i. */
function means(k: Kernel, from: number, to: number): tfc.Tensor2D {
  const values = new Float32Array(from * to);
  for (let i = 0; i < to; i++) {
    const [first, end] = [Math.floor((i * from) / to), Math.ceil(((i + 1) * from) / to)];
    for (let at = first; at < end; at++) values[at * to + i] = 1 / (end - first);
  }
  return k.reshape(k.tensor1d(values), [from, to]);
}

/** [from, to], whose column i holds a 1 at place ⌊i·from/to⌋. */
function copies(k: Kernel, from: number, to: number): tfc.Tensor2D {
  const values = new Float32Array(from * to);
  for (let i = 0; i < to; i++) values[Math.floor((i * from) / to) * to + i] = 1;
  return k.reshape(k.tensor1d(values), [from, to]);
}
