import * as tf from '@tensorflow/tfjs';
import type { Attack } from '../../plan/plan.ts';

/**
 * Images moved so that a loss rises, by projected gradient steps under the maximum norm; the fast gradient sign method is
 * one step as long as the radius, from the image itself.
 *
 * x₀ = x, or B(x + radius · u) with u uniform in −1 … 1; xₖ₊₁ = B(xₖ + step · sign(∂L/∂xₖ)), where B keeps each pixel within
 * the radius of what it was and within least … most.
 *
 * No gradient goes back through what comes out: a step of training runs this before its own tape begins.
 *
 * @param x [n, h, w, c] in the network's scale
 * @param draw uniform in 0 … 1, of the shape of x; asked for a random start alone
 * @param loss a scalar of the images, anything else held fixed
 *
 * Sources: Madry et al. (2018), arXiv:1706.06083; Goodfellow, Shlens, Szegedy (2015), arXiv:1412.6572.
 */
export function attacked(
  x: tf.Tensor,
  { radius, step, iterations, start, least, most }: Attack,
  draw: () => tf.Tensor,
  loss: (images: tf.Tensor) => tf.Tensor,
): tf.Tensor {
  const low = tf.maximum(tf.sub(x, tf.scalar(radius)), tf.scalar(least));
  const high = tf.minimum(tf.add(x, tf.scalar(radius)), tf.scalar(most));
  const within = (images: tf.Tensor): tf.Tensor => tf.minimum(tf.maximum(images, low), high);
  const drawn = (): tf.Tensor => tf.sub(tf.mul(draw(), tf.scalar(2 * radius)), tf.scalar(radius));
  const slope = tf.grad((images: tf.Tensor) => loss(images) as tf.Scalar);
  let images = start === 'random' ? within(tf.add(x, drawn())) : x;
  for (let at = 0; at < iterations; at += 1)
    images = within(tf.add(images, tf.mul(tf.sign(slope(images)), tf.scalar(step))));
  return images;
}
