import * as tf from '@tensorflow/tfjs';
import { uniformDraws } from './philox.ts';

/** tfjs-node's backend as far as it runs an op of TensorFlow that tfjs has no function for. */
type Executing = {
  readonly binding: { readonly TF_ATTR_TYPE: number; readonly TF_FLOAT: number; readonly TF_INT32: number };
  executeSingleOutput(name: string, attributes: object[], inputs: tf.Tensor[]): tf.Tensor;
};

/** Uniform in [0, 1) of a shape. @param seed int32 [2]; the same numbers on every engine */
export function uniform(seed: tf.Tensor, shape: readonly number[]): tf.Tensor {
  if (tf.getBackend() !== 'tensorflow') {
    const [first = 0, second = 0] = seed.dataSync<'int32'>();
    const size = shape.reduce((product, it) => product * it, 1);
    return tf.tensor(uniformDraws([first, second], size), [...shape], 'float32');
  }
  const backend = tf.backend() as unknown as Executing;
  const { binding } = backend;
  const type = (name: string, value: number) => ({ name, type: binding.TF_ATTR_TYPE, value });
  return tf.tidy(() =>
    backend.executeSingleOutput(
      'StatelessRandomUniform',
      [type('dtype', binding.TF_FLOAT), type('T', binding.TF_INT32), type('Tseed', binding.TF_INT32)],
      [tf.tensor1d([...shape], 'int32'), seed],
    ),
  );
}
