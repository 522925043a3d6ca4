import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { freshWeights } from '../../../src/runtime/engine/fresh-weights.ts';
import { lossGraph } from '../../../src/runtime/engine/loss-graph.ts';
import { disposeNetwork, liveNetwork } from '../../../src/runtime/engine/networks.ts';
import { createOptimizer } from '../../../src/runtime/engine/optimizer.ts';
import { trainStep } from '../../../src/runtime/engine/step.ts';
import { BACKENDS, use } from './backends.ts';
import { interruptedAt } from './interrupted-at.ts';
import { noise } from './one-step.ts';
import { adam, chain, distillation, lenetLayers, network, source, stage } from './plans.ts';
import { runHere } from './run-here.ts';

/* A tensor that is forgotten a step is a run that dies in the night. */

describe.each(BACKENDS)('%s', (_, backend) => {
  beforeAll(() => use(backend));

  test('200 steps hold as many tensors after the last as after the first', () => {
    const data = source();
    const layers = chain([
      { kind: 'conv2d', filters: 2, kernel: 3, stride: 2, padding: 'same', bias: false },
      { kind: 'batch-norm', momentum: 0.9, epsilon: 1e-3 },
      { kind: 'activation', function: 'relu' },
      { kind: 'max-pool', size: 2, stride: 2 },
      { kind: 'flatten' },
      { kind: 'dropout', rate: 0.5 },
      { kind: 'dense', units: 10 },
    ]);
    const networks = [
      network('network-1', layers),
      network('network-2', lenetLayers(2, 2, 4), { role: 'teacher' }),
    ];
    const live = new Map(networks.map((it) => [it.id, liveNetwork(it, freshWeights(it, 1, it.id))]));
    const own = stage(data, {
      student: 'network-1',
      teacher: 'network-2',
      clip: 0.1,
      optimizer: adam(0.001),
    });
    const student = live.get('network-1');
    const optimizer = createOptimizer(own, student ? [student] : [], null);
    const graph = lossGraph(own, live);
    const batch = noise([8, 8, 1], 8, 10);
    const counts = Array.from({ length: 200 }, (_, step) => {
      trainStep(own, graph, optimizer, batch, [8, 8, 1], step);
      return tf.memory().numTensors;
    });
    expect(new Set(counts).size).toBe(1);
    optimizer.dispose();
    for (const it of live.values()) disposeNetwork(it);
  });

  const { kind, engineFolder } = backend;
  const left = async (run: () => Promise<unknown>): Promise<number> => {
    await use(backend);
    const before = tf.memory().numTensors;
    await run();
    return tf.memory().numTensors - before;
  };

  test('a run leaves no tensor behind, however it ends', async () => {
    const of = distillation(kind);
    const spoiled = of.stages.map((it) => ({ ...it, optimizer: { ...it.optimizer, rate: 1e30 } }));
    expect(await left(() => runHere(of, { engineFolder }))).toBe(0);
    expect(await left(() => runHere({ ...of, stages: spoiled }, { engineFolder }))).toBe(0);
    for (const moment of [1, 10, 15, 30])
      expect(await left(() => runHere(of, { engineFolder, control: interruptedAt(moment).control }))).toBe(0);
  });
});
