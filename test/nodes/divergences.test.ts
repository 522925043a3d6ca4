import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { channelWise } from '../../src/nodes/loss/channel-wise/op.ts';
import { classWise } from '../../src/nodes/loss/class-wise/op.ts';
import { dkd } from '../../src/nodes/loss/dkd/op.ts';
import { logitStandardization } from '../../src/nodes/loss/logit-standardization/op.ts';
import { multiLevelLogits } from '../../src/nodes/loss/multi-level-logits/op.ts';
import { mutualLearning } from '../../src/nodes/loss/mutual-learning/op.ts';
import { selfDistillation } from '../../src/nodes/loss/self-distillation/op.ts';
import { temperedSoftmax } from '../../src/nodes/loss/tempered-softmax/op.ts';
import { weightedSoftLabels } from '../../src/nodes/loss/weighted-soft-labels/op.ts';
import { disagreement } from '../../src/nodes/loss/zskt/op.ts';
import { operations } from '../../src/nodes/operations.gen.ts';
import type { Kernel } from '../../src/plan/operation.ts';
import { plainKernel } from './kernel.ts';
import { type AnyTerm, onLayers } from './on-layers.ts';

/*
 * What every divergence of softened answers keeps to: it sums over classes, takes the mean over examples, and has T² in front. Four
 * toolkits take the mean over classes as well, so that a hundred classes make a hundredth of the loss; two leave T² out.
 */

let k: Kernel;
beforeAll(async () => {
  k = await plainKernel();
});

const row = (values: number[]) => {
  const mean = values.reduce((sum, it) => sum + it, 0) / values.length;
  return values.map((it) => it - mean);
};
const STUDENT = tf.tensor2d([row([1, -0.4, 0.7, 0.2, -1.3]), row([0.3, 0.9, -2, 0.5, 0.1])]);
const TEACHER = tf.tensor2d([row([2, 0.1, -0.6, 0.4, -0.9]), row([-0.5, 1.5, 0.2, -1, 0.8])]);

type Soft = {
  readonly op: AnyTerm & { readonly name: string };
  readonly args?: (temperature: number) => Record<string, unknown>;
  /** By the role of student and teacher. */
  readonly roles?: readonly [student: string, teacher: string];
  /** Of the two examples; equal where a loss is between examples of one class. */
  readonly labels?: readonly number[];
  /** Where twice the classes are another question: some are left out, or rows are divided by how they vary. */
  readonly counts?: boolean;
  /** Where the softmax is over something else than classes. */
  readonly shape?: (rows: tf.Tensor) => tf.Tensor;
};

const LOSSES: Soft[] = [
  { op: temperedSoftmax, args: (temperature) => ({ temperature, scale: true }) },
  { op: dkd, args: (temperature) => ({ temperature, alpha: 1, beta: 8, warmUp: 0 }), counts: true },
  { op: logitStandardization, counts: true },
  {
    op: multiLevelLogits,
    args: (temperature) => ({ temperatures: [temperature], instance: 1, batch: 0, classes: 0 }),
  },
  { op: weightedSoftLabels, counts: true },
  { op: disagreement },
  { op: selfDistillation, roles: ['shallow', 'deep'] },
  { op: mutualLearning, roles: ['first', 'second'] },
  { op: classWise, labels: [1, 1] },
  { op: channelWise, shape: (rows) => tf.reshape(rows, [rows.shape[0] as number, 1, -1, 1]) },
];
const named = LOSSES.map((it) => [it.op.name, it] as const);

function valueAndSize(of: Soft, temperature: number, student = STUDENT, teacher = TEACHER) {
  const { op, roles: [own, other] = ['student', 'teacher'], shape = (it) => it } = of;
  const all = {
    [own]: shape(student),
    [other]: shape(teacher),
    labels: tf.tensor1d([...(of.labels ?? [0, 1])], 'int32'),
  };
  const inputs = Object.fromEntries(
    Object.entries(all).filter(([role]) => role in (op as unknown as { inputs: object }).inputs),
  );
  const args = of.args?.(temperature) ?? { temperature };
  const { value, gradient } = onLayers(k, op, inputs, args, own);
  return { value, size: Math.hypot(...gradient) };
}

test('they are all that have a temperature and answers of a student', () => {
  const others = [
    // Correlations, cosines of embeddings and contexts; a virtual teacher's own temperature; tokens, which have tests of their own.
    'loss.dist',
    'loss.contrastive-representation',
    'loss.mutual-information',
    'loss.virtual-teacher',
    'loss.token-softmax',
  ];
  const found = operations.flatMap((it) => {
    if (it.kind !== 'term' || it.gradient.length === 0 || it.output) return [];
    const at = { temperature: 3, temperatures: [3] };
    const takes = Object.keys(at).some((name) => JSON.stringify(keysOf(it.args)).includes(`"${name}"`));
    return takes ? [it.name] : [];
  });
  expect(found.sort()).toEqual([...LOSSES.map((it) => it.op.name), ...others].sort());
});

/** Names of arguments. */
const keysOf = (args: unknown): string[] => Object.keys((args as { shape?: object }).shape ?? {});

describe.each(named)('%s', (_, of) => {
  test('keeps the size of its gradient as T grows', () => {
    const ratio = valueAndSize(of, 80).size / valueAndSize(of, 40).size;
    expect(ratio).toBeGreaterThan(0.95);
    expect(ratio).toBeLessThan(1.05);
  });

  test('is a mean over examples: the same ones once more change nothing', () => {
    const twice = (rows: tf.Tensor2D) => tf.concat([rows, rows], 0);
    const labels = [...(of.labels ?? [0, 1]), ...(of.labels ?? [0, 1])];
    const { value } = valueAndSize(of, 3);
    // Among four of one class each finds the next, which is the other one again.
    expect(valueAndSize({ ...of, labels }, 3, twice(STUDENT), twice(TEACHER)).value / value).toBeCloseTo(
      1,
      4,
    );
  });
});

describe.each(named.filter(([, it]) => !it.counts))('%s', (_, of) => {
  test('is not a mean over classes: as many again that share what there is change nothing', () => {
    const twice = (rows: tf.Tensor2D) => tf.concat([rows, rows], 1);
    const { value } = valueAndSize(of, 3);
    expect(value).toBeGreaterThan(0.01);
    expect(valueAndSize(of, 3, twice(STUDENT), twice(TEACHER)).value / value).toBeCloseTo(1, 4);
  });
});
