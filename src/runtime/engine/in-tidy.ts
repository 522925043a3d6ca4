import * as tf from '@tensorflow/tfjs';

/** `tidy` for a result that holds no tensor. */
export function inTidy<T>(work: () => T): T {
  let result: T | undefined;
  tf.tidy(() => {
    result = work();
  });
  return result as T;
}
