import * as tf from '@tensorflow/tfjs';
import type { Operation } from '../../src/plan/operation.ts';
import { kernelOf } from '../../src/runtime/engine/kernel.ts';
import type { Given, GoldenCase } from './golden.ts';

export type Called = {
  readonly value: readonly number[];
  readonly gradient: Readonly<Record<string, readonly number[]>>;
};

const tensor = ({ shape, values }: Given, dtype: 'float32' | 'int32' = 'float32'): tf.Tensor =>
  tf.tensor(values, shape, dtype);

/** Value and gradient of an op on a case, on whatever backend is set. */
export function callOp(
  op: Operation,
  { inputs, args, progress = 0, draws = {}, direction }: GoldenCase,
): Called {
  const kernel = {
    ...kernelOf({
      seedOf: (stream) => expectNoDraw(op.name, stream),
      progress: () => tf.scalar(progress),
    }),
    random: (stream: string, shape: number[]) => {
      const drawn = draws[stream] ?? expectNoDraw(op.name, stream);
      if (String(drawn.shape) !== String(shape))
        throw new Error(`${op.name} draws [${shape}] from ${stream}; the case has [${drawn.shape}].`);
      return tensor(drawn);
    },
  };
  const roles = Object.keys(inputs);
  const differentiated = roles.filter((role) => op.gradient.includes(role));
  return tf.tidy(() => {
    const given = Object.fromEntries(
      Object.entries(inputs).map(([role, it]) => [
        role,
        tensor(it, op.inputs[role] === 'labels' ? 'int32' : 'float32'),
      ]),
    );
    let value: number[] = [];
    const run = (...student: tf.Tensor[]): tf.Scalar => {
      const own = Object.fromEntries(differentiated.map((role, at) => [role, student[at] as tf.Tensor]));
      const result = op.run(
        kernel,
        { ...given, ...own } as Parameters<typeof op.run>[1],
        op.args.parse(args),
      );
      value = [...result.dataSync()];
      return direction ? tf.sum(tf.mul(result, tensor(direction))) : result.asScalar();
    };
    const gradients = tf.grads(run)(differentiated.map((role) => given[role] as tf.Tensor));
    return {
      value,
      gradient: Object.fromEntries(
        differentiated.map((role, at) => [role, [...(gradients[at] as tf.Tensor).dataSync()]]),
      ),
    };
  });
}

function expectNoDraw(op: string, stream: string): never {
  throw new Error(`${op} draws from ${stream}, and the case brings no draws of it.`);
}
