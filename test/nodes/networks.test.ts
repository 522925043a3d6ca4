import { beforeAll, describe, expect, test } from 'vitest';
import { lenet } from '../../src/nodes/network/lenet/node.ts';
import { mlp } from '../../src/nodes/network/mlp/node.ts';
import { resnet } from '../../src/nodes/network/resnet/node.ts';
import { type Layer, networkShape } from '../../src/plan/layers.ts';
import { startCpu } from '../../src/runtime/engine/backend/cpu.ts';
import { freshWeights } from '../../src/runtime/engine/fresh-weights.ts';
import { noise, oneStep } from '../runtime/engine/one-step.ts';
import { chain, network } from '../runtime/engine/plans.ts';
import { layersOf } from './layers-of.ts';

const shapeOf = (...given: Parameters<typeof layersOf>) =>
  networkShape(layersOf(...given), given[2] ?? [28, 28, 1]);

describe('parameters are counted as the papers count them', () => {
  test('an MLP with 32 hidden units on 28×28 images: 784·32 + 32 + 32·10 + 10', () => {
    expect(shapeOf(mlp, { hidden: [32] })).toMatchObject({ parameters: 25_450, output: [10] });
    expect(shapeOf(mlp, { hidden: [] }).parameters).toBe(7_850);
    expect(shapeOf(mlp, { hidden: [1200, 1200] }).parameters).toBe(2_395_210);
  });

  test('a CNN with 16 and 32 filters of 5×5 and 128 dense units', () => {
    const wanted = 25 * 16 + 16 + (25 * 16 * 32 + 32) + (7 * 7 * 32 * 128 + 128) + (128 * 10 + 10);
    expect(shapeOf(lenet, { firstFilters: 16, secondFilters: 32, dense: 128 }).parameters).toBe(wanted);
  });

  test('ResNet-20, 56 and 110 on 32×32 colour images: 0.27, 0.85 and 1.7 million', () => {
    const millions = (blocks: number) => shapeOf(resnet, { blocks, width: 16 }, [32, 32, 3]).parameters / 1e6;
    expect(millions(3)).toBeCloseTo(0.27, 1);
    expect(millions(9)).toBeCloseTo(0.85, 1);
    expect(millions(18)).toBeCloseTo(1.7, 1);
    const layers = layersOf(resnet, { blocks: 3, width: 16 }, [32, 32, 3]);
    // Two shortcuts change their shape by a convolution of their own, which the paper's count leaves out.
    expect(layers.filter((it) => it.kind === 'conv2d')).toHaveLength(19 + 2);
  });
});

test('a dropout layer is there where a share is asked for, and only there', () => {
  const drops = (params: Record<string, unknown>, of = mlp) =>
    layersOf(of, params).filter((it) => it.kind === 'dropout').length;
  expect([drops({ hidden: [8, 8], dropout: 0.5 }), drops({ hidden: [8, 8] })]).toEqual([2, 0]);
  expect([drops({ dropout: 0.5 }, lenet), drops({}, lenet)]).toEqual([1, 0]);
});

describe('pooling before the activation', () => {
  beforeAll(() => startCpu());

  test('is what pooling after it is, to the last bit, gradients too', () => {
    const conv = { kind: 'conv2d', filters: 3, kernel: 3, stride: 1, padding: 'same', bias: true } as const;
    const pool = { kind: 'max-pool', size: 2, stride: 2 } as const;
    const relu = { kind: 'activation', function: 'relu' } as const;
    const rest = [{ kind: 'flatten' }, { kind: 'dense', units: 10 }] as const;
    // One name for one layer, wherever it stands.
    const named = (layers: Layer[]) =>
      layers.map((it) => ({
        ...it,
        id: it.id.replace(/-\d+$/, ''),
        from: it.from.map((id) => id.replace(/-\d+$/, '')),
      }));
    const [before, after] = [
      [conv, pool, relu, ...rest],
      [conv, relu, pool, ...rest],
    ].map((layers) => network('network-1', named(chain(layers))));
    if (!before || !after) throw new Error('Two networks are needed.');
    const weights = freshWeights(before, 1, 'start');
    const batch = noise([8, 8, 1], 16, 10);
    const [one, other] = [oneStep(before, weights, batch), oneStep(after, weights, batch)];
    expect(one.result).toEqual(other.result);
    expect(one.after).toEqual(other.after);
    expect(one.result.gradientNorm).toBeGreaterThan(0);
  });
});
