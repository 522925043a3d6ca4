import * as tf from '@tensorflow/tfjs';

/** tfjs-node's backend as far as it runs an op of TensorFlow by its name. */
type Executing = {
  readonly binding: Readonly<Record<'TF_ATTR_TYPE' | 'TF_ATTR_INT' | 'TF_FLOAT' | 'TF_INT32', number>>;
  executeSingleOutput(name: string, attributes: object[], inputs: tf.Tensor[]): tf.Tensor;
};

/**
 * Some rows of a table by their numbers, int32, without a gradient. tfjs-node's own `gather` reads the numbers back to look at
 * them, which a recorded step cannot.
 */
export function gathered(table: tf.Tensor, rows: tf.Tensor): tf.Tensor {
  if (tf.getBackend() !== 'tensorflow') return tf.gather(table, rows);
  const backend = tf.backend() as unknown as Executing;
  const { TF_ATTR_TYPE, TF_ATTR_INT, TF_FLOAT, TF_INT32 } = backend.binding;
  const type = (name: string, value: number) => ({ name, type: TF_ATTR_TYPE, value });
  return backend.executeSingleOutput(
    'GatherV2',
    [
      { name: 'batch_dims', type: TF_ATTR_INT, value: 0 },
      type('Tparams', TF_FLOAT),
      type('Tindices', TF_INT32),
      type('Taxis', TF_INT32),
    ],
    [table, rows, tf.scalar(0, 'int32')],
  );
}

/**
 * Some rows of a table [count, units] by their numbers, int32 [n, length] → [n, length, units]. Each row's gradient is the
 * sum of those of its places.
 */
export function tableRows(table: tf.Tensor, rows: tf.Tensor): tf.Tensor {
  const ofTable = tf.customGrad((...given) => {
    const [it, save] = given as unknown as [tf.Tensor, (tensors: tf.Tensor[]) => void];
    save([rows]);
    const [count = 0, units = 0] = it.shape;
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const numbers = tf.reshape(saved[0] as tf.Tensor, [rows.size]) as tf.Tensor1D;
      return tf.unsortedSegmentSum(tf.reshape(dy, [rows.size, units]), numbers, count);
    };
    return { value: gathered(it, rows), gradFunc };
  });
  return ofTable(table);
}
