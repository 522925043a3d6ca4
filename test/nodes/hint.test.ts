import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { hint } from '../../src/nodes/loss/hint/op.ts';
import { GATES, regressor } from '../../src/nodes/loss/hint/regressor.ts';
import { sparsity } from '../../src/nodes/loss/sparsity/op.ts';
import { networkShape } from '../../src/plan/layers.ts';
import type { Network } from '../../src/plan/plan.ts';
import { freshWeights } from '../../src/runtime/engine/fresh-weights.ts';
import { plainForward } from '../runtime/engine/plain-forward.ts';
import { plainKernel, valueAndGradient } from './kernel.ts';

describe('the cost of a hint', () => {
  const teacher = [
    [1, 0],
    [0, 4],
  ];
  const student = [
    [3, 0],
    [0, 0],
  ];

  test('is the mean of squares, or half of each example’s sum', async () => {
    const k = await plainKernel();
    const cost = (reduce: 'mean' | 'half-sum') =>
      valueAndGradient(
        (it) => hint.run(k, { student: it, teacher: tf.tensor2d(teacher) }, { reduce }),
        student,
      );
    expect(cost('mean').value).toBe(5);
    expect(cost('half-sum').value).toBe(5);
    expect(cost('half-sum').gradient).toEqual([
      [1, 0],
      [0, -2],
    ]);
  });

  test('limits activations by their mean size, on either side of zero', async () => {
    const k = await plainKernel();
    const { value, gradient } = valueAndGradient(
      (it) => sparsity.run(k, { student: it }, {}),
      [[3, -1, 0, 0]],
    );
    expect(value).toBe(1);
    expect(gradient).toEqual([[0.25, -0.25, 0, 0]]);
  });
});

describe('the regressor', () => {
  const shapes = [
    { from: [7, 7, 4], to: [7, 7, 16] },
    { from: [14, 14, 6], to: [5, 5, 8] },
    { from: [4, 4, 3], to: [8, 8, 2] },
  ];
  const cases = shapes.flatMap((it) =>
    GATES.flatMap((gates) => [true, false].map((residual) => ({ ...it, gates, residual }))),
  );

  test.each(cases)('gives $from the shape $to with gates of $gates, residual $residual', (draft) => {
    const layers = regressor(draft) ?? expect.fail('refused');
    expect(networkShape(layers, draft.from).output).toEqual(draft.to);
  });

  test('takes maps alone', () => {
    expect(regressor({ from: [12], to: [7, 7, 4], residual: true, gates: 'both' })).toBeNull();
    expect(regressor({ from: [7, 7, 4], to: [12], residual: true, gates: 'both' })).toBeNull();
  });

  test('begins as its straight map: the residual learner adds nothing at first', () => {
    const input = [4, 4, 3];
    const layers = regressor({ from: input, to: [4, 4, 5], residual: true, gates: 'none' }) ?? [];
    const network: Network = {
      id: 'network-1',
      role: 'projector',
      input,
      classes: 5,
      layers,
      start: { kind: 'fresh', stream: 'weights-1/regressor' },
    };
    const example = Float32Array.from({ length: 48 }, (_, at) => Math.sin(at));
    const outputs = plainForward(layers, input, freshWeights(network, 1, 'weights-1/regressor'), example);
    const straight = outputs.get('straight') ?? [];
    expect(Math.max(...straight.map(Math.abs))).toBeGreaterThan(0.1);
    outputs.get('sum')?.forEach((it, at) => {
      expect(Math.abs(it - (straight[at] as number))).toBeLessThan(1e-6);
    });
  });
});
