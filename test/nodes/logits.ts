import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import type { z } from 'zod';
import type { Kernel, Operation } from '../../src/plan/operation.ts';
import { valueAndGradient } from './kernel.ts';
import { logSoftmax, type Rows } from './reference.ts';

export type Batch = { readonly student: number[][]; readonly teacher: number[][]; readonly labels: number[] };

/** Student and teacher logits and labels, a batch of two at least. */
export const batches = (classes: { min: number; max: number } = { min: 3, max: 9 }): fc.Arbitrary<Batch> =>
  fc.record({ n: fc.integer({ min: 2, max: 6 }), c: fc.integer(classes) }).chain(({ n, c }) => {
    const number = fc.integer({ min: -8000, max: 8000 }).map((it) => it / 1000);
    const rows = fc.array(fc.array(number, { minLength: c, maxLength: c }), { minLength: n, maxLength: n });
    const labels = fc.array(fc.integer({ min: 0, max: c - 1 }), { minLength: n, maxLength: n });
    return fc.record({ student: rows, teacher: rows, labels });
  });

/** Value of a loss on a batch, and its gradient at the student. */
export const lossOf = <I extends Operation['inputs'], A extends z.ZodType>(
  k: Kernel,
  op: Operation<I, A>,
  { student, teacher, labels }: Batch,
  args: z.input<A>,
): { value: number; gradient: number[][] } =>
  valueAndGradient((logits) => {
    const all = { student: logits, teacher: tf.tensor2d(teacher), labels: tf.tensor1d(labels, 'int32') };
    const given = Object.fromEntries(Object.entries(all).filter(([role]) => Object.hasOwn(op.inputs, role)));
    return op.run(k, given as { readonly [role in keyof I]: tf.Tensor }, op.args.parse(args));
  }, student);

/** Σⱼ pⱼ (log pⱼ − log qⱼ) of two rows of logits, in float64. */
export function divergenceOf(teacher: readonly number[], student: readonly number[]): number {
  const [p, q] = [logSoftmax(teacher), logSoftmax(student)];
  return p.reduce((sum, it, j) => sum + Math.exp(it) * (it - (q[j] ?? Number.NaN)), 0);
}

export const times = (rows: Rows, factor: number): number[][] =>
  rows.map((row) => row.map((it) => it * factor));
