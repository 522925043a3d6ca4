import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { hierarchicalContext } from '../../src/nodes/loss/hierarchical-context/op.ts';
import { entryLayers, exitLayers, gateLayers } from '../../src/nodes/loss/review-kd/fusion-layers.ts';
import { reviewKdLoss } from '../../src/nodes/loss/review-kd/node.ts';
import { reviewBeside, reviewFusion } from '../../src/nodes/loss/review-kd/op.ts';
import type { PortType } from '../../src/pipeline/ports.ts';
import { networkShape } from '../../src/plan/layers.ts';
import type { Kernel } from '../../src/plan/operation.ts';
import { planOf } from '../runtime/compile/templates.ts';
import { PIPELINES } from '../runtime/engine/graph/pipelines.ts';
import { plainKernel } from './kernel.ts';
import { largest, layer, onLayers } from './on-layers.ts';

let k: Kernel;
beforeAll(async () => {
  k = await plainKernel();
});

describe('the hierarchical context', () => {
  const loss = (student: tf.Tensor, teacher: tf.Tensor) =>
    onLayers(k, hierarchicalContext, { student, teacher });

  test('is nothing, without a gradient, where the student is the teacher', () => {
    const same = layer([2, 6, 6, 3], 1);
    expect(loss(same, same).value).toBe(0);
    expect(largest(loss(same, same).gradient)).toBe(0);
  });

  test('gives each coarser level half the weight of the one before, and divides by their sum', () => {
    // A constant difference of 2 is 4 at every level, whatever their weights.
    expect(loss(tf.fill([1, 8, 8, 1], 3), tf.ones([1, 8, 8, 1])).value).toBeCloseTo(4, 5);
    // Rows and columns in turn: nothing is left of it at 4×4, 2×2 and 1×1.
    const chess = tf.tensor4d(
      Array.from({ length: 64 }, (_, at) => ((at + (at >> 3)) % 2 === 0 ? 1 : -1)),
      [1, 8, 8, 1],
    );
    expect(loss(chess, tf.zerosLike(chess)).value).toBeCloseTo(1 / (1 + 1 / 2 + 1 / 4 + 1 / 8), 6);
  });

  test('leaves out levels that are no smaller than the map, and the next takes their weight', () => {
    const chess = tf.tensor4d([1, -1, -1, 1], [1, 2, 2, 1]);
    expect(loss(chess, tf.zerosLike(chess)).value).toBeCloseTo(1 / (1 + 1 / 2), 6);
    expect(loss(tf.ones([1, 1, 1, 3]), tf.zeros([1, 1, 1, 3])).value).toBeCloseTo(1, 6);
    expect(loss(tf.ones([2, 3]), tf.zeros([2, 3])).value).toBeCloseTo(1, 6);
  });
});

describe('the fusion', () => {
  const own = tf.tensor4d([1, 2, 3, 4], [1, 2, 2, 1]);

  test('copies the place of the deeper map that is nearest, as far as there is one', () => {
    const deeper = tf.tensor4d([10, 20], [1, 1, 2, 1]);
    const beside = reviewBeside.run(k, { own, deeper }, {});
    expect(beside.shape).toEqual([1, 2, 2, 2]);
    expect([...beside.dataSync()]).toEqual([1, 10, 2, 20, 3, 10, 4, 20]);
    // Of three places onto two: 0 and 1, as ⌊i·3/2⌋.
    const three = tf.tensor4d([1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 3, 3, 1]);
    const [, second] = tf.split(reviewBeside.run(k, { own, deeper: three }, {}), 2, 3);
    expect([...(second as tf.Tensor).dataSync()]).toEqual([1, 2, 4, 5]);
  });

  test('weighs each place by its own two gates, the first for the stage itself', () => {
    const gates = tf.tensor4d([1, 0, 0, 1, 0.5, 0.5, 0, 0], [1, 2, 2, 2]);
    const fused = reviewFusion.run(k, { own, deeper: tf.tensor2d([[8]]), gates }, {});
    expect([...fused.dataSync()]).toEqual([1, 8, 5.5, 0]);
  });

  test.each([
    { from: [14, 14, 6], to: [14, 14, 16] },
    { from: [7, 7, 6], to: [14, 14, 4] },
    { from: [9, 5, 3], to: [4, 2, 8] },
    { from: [32], to: [64] },
  ])('brings $from to $to by way of a common width', ({ from, to }) => {
    const common = networkShape(entryLayers(from, 5), from).output;
    expect(common).toEqual([...from.slice(0, -1), 5]);
    expect(networkShape(exitLayers(common, to), common).output).toEqual(to);
  });

  test('has two gates between 0 and 1 at each place', () => {
    expect(networkShape(gateLayers(), [4, 3, 10]).output).toEqual([4, 3, 2]);
    expect(gateLayers().at(-1)).toMatchObject({ kind: 'activation', function: 'sigmoid' });
  });
});

describe('the stages of a review', () => {
  const map = (gradient: boolean): PortType => ({ kind: 'activation', dims: ['n', 4, 4, 2], gradient });
  const row = (gradient: boolean): PortType => ({ kind: 'activation', dims: ['n', 8], gradient });
  const codes = (inputs: Record<string, PortType>): (readonly [string, string | undefined])[] =>
    (reviewKdLoss.infer?.({ params: reviewKdLoss.params.parse({}), inputs })?.problems ?? []).map(
      ({ code, port }) => [code, port],
    );
  const two = {
    studentFirst: map(true),
    teacherFirst: map(false),
    studentSecond: map(true),
    teacherSecond: map(false),
  };

  test('are maps, the last one perhaps a row on both sides', () => {
    expect(codes(two)).toEqual([]);
    expect(codes({ ...two, studentThird: row(true), teacherThird: row(false) })).toEqual([]);
    expect(codes({ ...two, studentThird: row(true), teacherThird: map(false) })).toEqual([
      ['review-stage', 'studentThird'],
    ]);
    const early = { ...two, studentSecond: row(true), teacherSecond: row(false) };
    expect(codes(early)).toEqual([]);
    expect(codes({ ...early, studentThird: map(true), teacherThird: map(false) })).toEqual([
      ['review-stage', 'studentSecond'],
      ['review-stage', 'teacherSecond'],
    ]);
  });

  test('are wired on both sides or on none', () => {
    expect(codes({ ...two, studentThird: map(true) })).toEqual([['one-sided', 'teacherThird']]);
    expect(codes({ ...two, teacherFourth: map(false) })).toEqual([['one-sided', 'studentFourth']]);
  });

  test('are fused from the deepest up, each with what the deeper ones made', () => {
    const [document = expect.fail('nothing is reviewed')] = PIPELINES[reviewKdLoss.type] ?? [];
    const { terms, taps } =
      planOf(document).plan.stages.find((it) => it.projectors.length > 0) ?? expect.fail();
    const [third, second, first, ...others] = terms.filter((it) => it.op === reviewFusion.name);
    expect(others).toEqual([]);
    expect([second?.in.deeper, first?.in.deeper]).toEqual([third?.id, second?.id]);
    const reads = (id: string | undefined) =>
      taps.find((it) => it.id === taps.find((own) => own.id === id)?.on);
    expect(reads(third?.in.deeper)?.layer).toBe('activation-2');
    expect(reads(first?.in.own)?.layer).toBe('activation-1');
  });
});
