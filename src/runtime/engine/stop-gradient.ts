import * as tf from '@tensorflow/tfjs';

/**
 * The same values under another identity: the tape knows nothing of where they came from, so that no gradient, not even
 * one of zeros, goes back through them.
 */
export function stopGradient(x: tf.Tensor): tf.Tensor {
  tf.backend().incRef(x.dataId);
  return tf.engine().makeTensorFromDataId(x.dataId, x.shape, x.dtype);
}
