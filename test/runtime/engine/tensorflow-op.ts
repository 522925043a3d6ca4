import * as tf from '@tensorflow/tfjs';

type Direct = tf.KernelBackend & {
  readonly binding: Readonly<Record<string, number>>;
  executeSingleOutput(op: string, attributes: readonly object[], inputs: readonly tf.Tensor[]): tf.Tensor;
};

export type Attribute =
  | { readonly type: 'TF_FLOAT' | 'TF_INT32' }
  | { readonly shape: readonly number[] }
  | { readonly text: string };

/** Runs an op of TensorFlow's that tfjs has no name for. The backend must be TensorFlow. */
export function tensorflowOp(
  op: string,
  attributes: Readonly<Record<string, Attribute>>,
  inputs: readonly tf.Tensor[] = [],
): tf.Tensor {
  const direct = tf.backend() as Direct;
  const { TF_ATTR_TYPE, TF_ATTR_SHAPE, TF_ATTR_STRING } = direct.binding;
  const given = Object.entries(attributes).map(([name, it]) => {
    if ('type' in it) return { name, type: TF_ATTR_TYPE, value: direct.binding[it.type] };
    if ('shape' in it) return { name, type: TF_ATTR_SHAPE, value: it.shape };
    return { name, type: TF_ATTR_STRING, value: it.text };
  });
  return direct.executeSingleOutput(op, given, inputs);
}
