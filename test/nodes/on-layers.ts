import * as tf from '@tensorflow/tfjs';
import type { Kernel } from '../../src/plan/operation.ts';

type Layers = Readonly<Record<string, tf.Tensor>>;

/** An op of any inputs and arguments. */
export type AnyTerm = {
  readonly args: { parse(args: unknown): unknown };
  readonly leastBatch?: number;
  run(k: Kernel, inputs: Layers, args: unknown): tf.Tensor;
};

/** Drawn activations of a layer, the same for the same seed. */
export const layer = (shape: readonly number[], seed: number): tf.Tensor =>
  tf.randomNormal([...shape], 0, 1, 'float32', seed);

/** Value of a loss, and its gradient with respect to one input. */
export function onLayers(
  k: Kernel,
  op: AnyTerm,
  inputs: Layers,
  args: Readonly<Record<string, unknown>> = {},
  of = 'student',
): { value: number; gradient: number[] } {
  return tf.tidy(() => {
    const run = (x: tf.Tensor): tf.Scalar =>
      op.run(k, { ...inputs, [of]: x }, op.args.parse(args)).asScalar();
    const { value, grad } = tf.valueAndGrad(run)(inputs[of] as tf.Tensor);
    return { value: value.dataSync()[0] as number, gradient: [...grad.dataSync()] };
  });
}

export const largest = (values: readonly number[]): number => Math.max(...values.map(Math.abs));

/** A random orthogonal matrix [d, d]: rows by Gram and Schmidt. */
export function rotation(d: number, seed: number): tf.Tensor2D {
  const rows = layer([d, d], seed).arraySync() as number[][];
  const dot = (a: number[], b: number[]) => a.reduce((sum, it, at) => sum + it * (b[at] as number), 0);
  const done: number[][] = [];
  for (const row of rows) {
    const rest = done.reduce((left, it) => {
      const share = dot(left, it);
      return left.map((value, at) => value - share * (it[at] as number));
    }, row);
    done.push(rest.map((value) => value / Math.sqrt(dot(rest, rest))));
  }
  return tf.tensor2d(done);
}
