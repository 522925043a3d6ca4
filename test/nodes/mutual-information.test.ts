import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { contrastiveRepresentation } from '../../src/nodes/loss/contrastive-representation/op.ts';
import { headLayers } from '../../src/nodes/loss/mutual-information/heads.ts';
import {
  agreementGate,
  labelContext,
  mutualInformation,
} from '../../src/nodes/loss/mutual-information/op.ts';
import { variationalInformation } from '../../src/nodes/loss/variational-information/op.ts';
import type { Document } from '../../src/pipeline/document.ts';
import { networkShape } from '../../src/plan/layers.ts';
import type { Kernel } from '../../src/plan/operation.ts';
import { streamOf } from '../../src/runtime/engine/streams.ts';
import { problemsOf, template } from '../runtime/compile/templates.ts';
import { plainKernel } from './kernel.ts';

const ROWS = 32;
const WIDTH = 2;

let k: Kernel;
beforeAll(async () => {
  k = await plainKernel();
});

/** Pairs [n, d] of jointly normal numbers with correlation ρ in each of their places. */
function pairs(correlation: number, batch: number): readonly [tf.Tensor2D, tf.Tensor2D] {
  const stream = streamOf(7, `pairs ${correlation}`, batch);
  const draw = () => Float32Array.from({ length: ROWS * WIDTH }, () => stream.normal());
  const [x, noise] = [draw(), draw()];
  const y = x.map((it, at) => correlation * it + Math.sqrt(1 - correlation ** 2) * (noise[at] as number));
  return [tf.tensor2d(x, [ROWS, WIDTH]), tf.tensor2d(y, [ROWS, WIDTH])];
}

/** ln n − L of a critic of two small networks after some training, on batches that it did not see, in nats. */
function boundOf(correlation: number, seen: (y: tf.Tensor2D) => tf.Tensor2D = (y) => y): number {
  const stream = streamOf(3, 'critic', 0);
  const weight = (rows: number, columns: number) =>
    tf.variable(
      tf.tensor2d(
        Float32Array.from({ length: rows * columns }, () => stream.normal() / Math.sqrt(rows)),
        [rows, columns],
      ),
    );
  const sides = [0, 1].map(() => [weight(WIDTH + 1, 48), weight(48, 16)] as const);
  const embed = (x: tf.Tensor2D, [first, second]: (typeof sides)[number]): tf.Tensor2D =>
    tf.matMul(tf.relu(tf.matMul(tf.concat2d([x, tf.ones([ROWS, 1])], 1), first)), second);
  const loss = ([x, y]: readonly [tf.Tensor2D, tf.Tensor2D]): tf.Scalar =>
    mutualInformation
      .run(k, { student: embed(x, sides[0] as never), context: embed(y, sides[1] as never) } as never, {
        estimator: 'infonce',
        temperature: 0.2,
      })
      .asScalar();
  const optimizer = tf.train.adam(0.01);
  for (let step = 0; step < 250; step++)
    tf.tidy(() => void optimizer.minimize(() => loss(pairs(correlation, step)), false));
  const batches = Array.from({ length: 40 }, (_, at) =>
    tf.tidy(() => {
      const [x, y] = pairs(correlation, 10_000 + at);
      return loss([x, seen(y)]).dataSync()[0] as number;
    }),
  );
  return Math.log(ROWS) - batches.reduce((sum, it) => sum + it, 0) / batches.length;
}

describe('the estimate of a mutual information', () => {
  test.each([0.6, 0.8])('stays below what there is and finds most of it, correlation %d', (correlation) => {
    const information = (-WIDTH / 2) * Math.log(1 - correlation ** 2);
    const bound = boundOf(correlation);
    expect(bound).toBeLessThan(Math.min(information, Math.log(ROWS)) + 0.05);
    expect(bound).toBeGreaterThan(0.8 * information);
  });

  test('finds nothing between rows that do not belong together', () => {
    expect(boundOf(0.8, (y) => tf.reverse(y, 0))).toBeLessThan(0.05);
  });

  test('takes examples of one label for no wrong answers of each other', () => {
    const student = tf.tensor2d([
      [1, 0],
      [1, 0],
      [0, 1],
    ]);
    const of = (labels: number[]) =>
      mutualInformation
        .run(k, { student, context: student, labels: tf.tensor1d(labels, 'int32') } as never, {
          estimator: 'infonce',
          temperature: 0.1,
        })
        .dataSync()[0] as number;
    expect(of([0, 1, 2])).toBeGreaterThan(0.4);
    expect(of([0, 0, 2])).toBeLessThan(1e-3);
  });
});

test('examples count by what the teacher gives their label, 1 on average', () => {
  const teacher = tf.tensor2d([
    [4, 0],
    [4, 0],
    [0, 0],
  ]);
  const weights = agreementGate.run(k, { teacher, labels: tf.tensor1d([0, 1, 0], 'int32') }, {}).dataSync();
  const [right = 0, wrong = 0, unsure = 0] = weights;
  expect(right + wrong + unsure).toBeCloseTo(3, 5);
  expect(right).toBeGreaterThan(unsure);
  expect(wrong).toBeLessThan(0.1);
});

test('an answer and its label stand side by side', () => {
  const teacher = tf.tensor2d([[Math.log(3) * 2, 0]]);
  const context = labelContext.run(k, { teacher, labels: tf.tensor1d([1], 'int32') }, { temperature: 2 });
  const values = [...context.dataSync()];
  [Math.log(0.75), Math.log(0.25), 0, 1].forEach((it, at) => {
    expect(values[at]).toBeCloseTo(it, 5);
  });
});

test('the contrast of two sides falls as pairs of one example come together', () => {
  const teacher = tf.tensor2d([
    [1, 0],
    [0, 1],
  ]);
  const at = (student: number[][]) =>
    contrastiveRepresentation
      .run(k, { student: tf.tensor2d(student), teacher } as never, { temperature: 0.5 })
      .dataSync()[0] as number;
  expect(
    at([
      [1, 0],
      [0, 1],
    ]),
  ).toBeLessThan(
    at([
      [1, 1],
      [1, 1],
    ]),
  );
  expect(
    at([
      [1, 1],
      [1, 1],
    ]),
  ).toBeLessThan(
    at([
      [0, 1],
      [1, 0],
    ]),
  );
});

test('a learned variance comes to what a regressor leaves unexplained', () => {
  const stream = streamOf(5, 'residual', 0);
  const deviations = [0.3, 2];
  const teacher = tf.tensor2d(
    Float32Array.from({ length: 800 }, (_, at) => (deviations[at % 2] as number) * stream.normal()),
    [400, 2],
  );
  const student = tf.zerosLike(teacher);
  const spread = tf.variable(tf.tensor2d([[5, 5]]));
  const optimizer = tf.train.adam(0.1);
  for (let step = 0; step < 250; step++)
    tf.tidy(
      () =>
        void optimizer.minimize(() =>
          variationalInformation
            .run(k, { student, teacher, spread: tf.tile(spread, [400, 1]) }, {})
            .asScalar(),
        ),
    );
  const learned = tf.softplus(spread).dataSync();
  const residual = tf.mean(tf.square(teacher), 0).dataSync();
  learned.forEach((it, channel) => {
    expect(it / (residual[channel] as number)).toBeGreaterThan(0.95);
    expect(it / (residual[channel] as number)).toBeLessThan(1.05);
  });
});

describe('a head', () => {
  test('embeds maps and rows', () => {
    for (const shape of [[5, 5, 3], [7]]) {
      const layers = headLayers(shape, 16) ?? expect.fail('refused');
      expect(networkShape(layers, shape).output).toEqual([16]);
    }
  });

  test.each(['loss.mutual-information', 'loss.contrastive-representation'])(
    'of %s refuses what is neither by name: the tokens of a text',
    (type) => {
      const reading = template('distil-bert-imdb');
      const old = reading.nodes.labels ?? expect.fail('no node labels');
      const others = Object.entries(reading.wires).filter(
        ([, { to }]) => to.node !== 'labels' || to.port === 'labels',
      );
      const into = (node: string, layer: string, port: string) => ({
        from: { node, port: `layer:${layer}` },
        to: { node: 'labels', port },
      });
      const document: Document = {
        ...reading,
        nodes: { ...reading.nodes, labels: { ...old, type, params: {} } },
        wires: {
          ...Object.fromEntries(others),
          own: into('student', 'block-2-norm', 'student'),
          theirs: into('teacher', 'block-4-norm', 'teacher'),
          ...(type === 'loss.mutual-information' && {
            answers: { from: { node: 'teacher', port: 'logits' }, to: { node: 'labels', port: 'logits' } },
          }),
        },
      };
      expect(problemsOf(document)).toContainEqual(
        expect.objectContaining({ code: 'head-shape', node: 'labels', port: 'student' }),
      );
    },
  );
});
