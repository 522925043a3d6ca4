import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { graftLayers } from '../../src/nodes/model/graft/graft-layers.ts';
import { graft } from '../../src/nodes/model/graft/op.ts';
import { leeNet } from '../../src/nodes/network/lee-net/node.ts';
import { resnet } from '../../src/nodes/network/resnet/node.ts';
import { networkShape } from '../../src/plan/layers.ts';
import { isCut, neededLayers } from '../../src/plan/needed-layers.ts';
import type { Stage, Tap } from '../../src/plan/plan.ts';
import { assertCut } from '../../src/runtime/compile/cut.ts';
import { freshWeights } from '../../src/runtime/engine/fresh-weights.ts';
import type { Learning } from '../../src/runtime/engine/layers/layer-run.ts';
import { lossGraph } from '../../src/runtime/engine/loss-graph.ts';
import { disposeNetwork, liveNetwork } from '../../src/runtime/engine/networks.ts';
import { noise } from '../runtime/engine/one-step.ts';
import { lenetLayers, network, source, stage } from '../runtime/engine/plans.ts';
import { plainKernel } from './kernel.ts';
import { layersOf } from './layers-of.ts';

const INPUT = [8, 8, 1];
const SIZE = 5;

beforeAll(async () => {
  await plainKernel();
});

describe('the sum', () => {
  const summed = async (progress: number, until = 0.5): Promise<number[]> => {
    const k = await plainKernel(progress);
    const student = tf.tensor2d([[1, -2, 0.1]]);
    const teacher = tf.tensor2d([[10, 20, 0.7]]);
    return [...tf.tidy(() => graft.run(k, { student, teacher }, { until }).dataSync())];
  };

  test('takes all of the teacher at first and a straight line of it after', async () => {
    expect(await summed(0)).toEqual([11, 18, Math.fround(Math.fround(0.1) + Math.fround(0.7))]);
    expect((await summed(0.25))[0]).toBeCloseTo(6, 5);
    expect((await summed(0.25, 1))[0]).toBeCloseTo(8.5, 5);
  });

  test.each([0.5, 0.75, 0.999])('is the student alone at %d, to the last bit', async (progress) =>
    expect(await summed(progress)).toEqual([1, -2, Math.fround(0.1)]),
  );
});

test('the map to the student’s shape is there even where shapes are equal', () => {
  expect(graftLayers([4, 4, 8], [4, 4, 8])?.map((it) => it.kind)).toEqual(['conv2d']);
  expect(graftLayers([8], [8])?.map((it) => it.kind)).toEqual(['dense']);
  const resized = graftLayers([8, 8, 3], [4, 4, 6]) ?? [];
  expect(networkShape(resized, [8, 8, 3]).output).toEqual([4, 4, 6]);
  expect(graftLayers([8], [4, 4, 6])).toBe(null);
});

describe('a network goes on', () => {
  const layers = layersOf(leeNet, {}, INPUT, 10);

  test('from a layer through which everything goes', () => {
    expect(isCut(layers, 'logits', 'fused')).toBe(true);
    expect(isCut(layers, 'logits', 'stem')).toBe(true);
    const tail = neededLayers(layers, ['logits'], 'fused').map((it) => it.id);
    expect(tail).toContain('gates');
    expect(tail).not.toContain('fused');
    expect(tail).not.toContain('branch');
  });

  test('and from no other: what leads past it would be lost', () => {
    expect(isCut(layers, 'logits', 'main')).toBe(false);
    expect(() => assertCut(layers, 'logits', 'main')).toThrow(/also reads layers before it/);
    const residual = layersOf(resnet, { blocks: 1, width: 2 }, INPUT, 10);
    const inside = residual.find((it) => it.kind === 'batch-norm' && !isCut(residual, 'logits', it.id));
    expect(inside).toBeDefined();
  });
});

describe('a grafted LeeNet', () => {
  const student = network('network-1', layersOf(leeNet, { width: 0.5 }, INPUT, 4), { input: INPUT });
  const teacher = network('network-2', lenetLayers(4, 6, 8), { role: 'teacher', input: INPUT });
  const middle = networkShape(teacher.layers, INPUT).layers.get('max-pool-6')?.output as number[];
  const projector = network('network-3', graftLayers(middle, [2, 2, 8]) ?? [], {
    role: 'projector',
    input: middle,
    classes: 8,
  });
  const data = source({ shape: INPUT });
  const tap = (id: string, of: string, layer: string, on = 'inputs', at = 'input'): Tap => ({
    ...{ id, network: of, layer, on, at },
    source: data.id,
  });
  const taps = [
    tap('tap-1', 'network-1', 'fused'),
    tap('tap-2', 'network-2', 'max-pool-6'),
    tap('tap-3', 'network-3', 'projection', 'tap-2'),
    tap('tap-4', 'network-1', 'logits', 'term-1', 'fused'),
    tap('tap-5', 'network-1', 'logits'),
  ];
  /** Both logits pass a sum with nothing, so that they can be read; the whole is learned from the grafted ones. */
  const of = (more: Partial<Stage> = {}): Stage =>
    stage(data, {
      student: 'network-1',
      projectors: ['network-3'],
      taps,
      terms: [
        { id: 'term-1', op: 'model.graft', in: { student: 'tap-1', teacher: 'tap-3' }, args: { until: 0.5 } },
        {
          id: 'term-2',
          op: 'loss.cross-entropy',
          in: { student: 'tap-4', labels: 'labels' },
          args: { smoothing: 0 },
        },
        {
          id: 'term-3',
          op: 'loss.cross-entropy',
          in: { student: 'tap-5', labels: 'labels' },
          args: { smoothing: 0 },
        },
      ],
      total: 'term-2',
      ...more,
    });

  /** Each term at a moment of the stage, and which layers told statistics, by run of the student. */
  async function termsAt(progress: number, change: Partial<Stage> = {}) {
    const kernel = await plainKernel(progress);
    const nets = [student, teacher, projector];
    const lives = nets.map((it) => liveNetwork(it, freshWeights(it, 1, `start ${it.id}`)));
    const told: string[][] = [];
    const found: { terms?: Map<string, number[]>; logits?: number[] | null } = {};
    tf.tidy(() => {
      const batch = noise(INPUT, SIZE, 4);
      const x = tf.tensor(batch.images, [SIZE, ...INPUT]);
      const graph = lossGraph(of(change), new Map(lives.map((it) => [it.network.id, it])));
      const labels = tf.tensor1d([0, 1, 2, 3, 0], 'int32');
      const known = graph.frozenTaps(x, new Map());
      const runs: Learning['statistics'][] = [];
      const { terms, logits } = graph.evaluate(kernel, { x, labels, targets: null, known }, (live) => {
        const statistics: Learning['statistics'] = new Map();
        if (live.network.id === 'network-1') runs.push(statistics);
        const { random } = kernel;
        return { random, progress: () => kernel.progress(), stream: 'it', statistics };
      });
      told.push(...runs.map((it) => [...it.keys()]));
      found.terms = new Map([...terms].map(([id, it]) => [id, [...it.dataSync()]]));
      found.logits = logits && [...logits.dataSync()];
    });
    for (const it of lives) disposeNetwork(it);
    return { terms: found.terms ?? new Map<string, number[]>(), logits: found.logits, told };
  }

  test('answers by both networks at first, and without the teacher once that has faded, exactly', async () => {
    const early = (await termsAt(0)).terms;
    expect(Math.abs((early.get('term-2')?.[0] ?? 0) - (early.get('term-3')?.[0] ?? 0))).toBeGreaterThan(0.01);
    for (const progress of [0.5, 0.9]) {
      const { terms } = await termsAt(progress);
      expect(terms.get('term-2')).toEqual(terms.get('term-3'));
    }
  });

  test('tells its batch accuracy, and the statistics of every layer that has some, each from one run', async () => {
    const alone = {
      taps: taps.slice(0, 4),
      terms: of().terms.slice(0, 2),
    };
    const { told, logits } = await termsAt(0, alone);
    expect(told).toEqual([['branch'], ['gates']]);
    expect(logits).toHaveLength(SIZE * 4);
  });
});
