import type { Network, Stage } from '../../../src/plan/plan.ts';
import type { Batch } from '../../../src/runtime/engine/data/batches.ts';
import { lossGraph } from '../../../src/runtime/engine/loss-graph.ts';
import { disposeNetwork, liveNetwork, readWeights } from '../../../src/runtime/engine/networks.ts';
import { createOptimizer } from '../../../src/runtime/engine/optimizer.ts';
import { type StepResult, trainStep } from '../../../src/runtime/engine/step.ts';
import { streamOf } from '../../../src/runtime/engine/streams.ts';
import { source, stage } from './plans.ts';

export type Values = ReadonlyMap<string, Float32Array>;

/** Plain gradient descent with a rate of 1: what a weight loses in a step is its gradient. */
const PLAIN: Stage['optimizer'] = {
  id: 'optimizer-1',
  op: 'optimizer.sgd',
  args: { momentum: 0, nesterov: false, weightDecay: 0 },
  rate: 1,
  schedule: { op: 'schedule.constant', args: {} },
};

/** Images of normal noise and labels in turn, drawn from a seed. */
export function noise(shape: readonly number[], size: number, classes: number, seed = 1): Batch {
  const stream = streamOf(seed, 'noise', 0);
  const each = shape.reduce((product, it) => product * it, 1);
  return {
    size,
    images: Float32Array.from({ length: size * each }, () => stream.normal()),
    labels: Int32Array.from({ length: size }, (_, at) => at % classes),
  };
}

/** One step of the engine's own loop on one network, on the backend that is set. */
export function oneStep(
  network: Network,
  weights: Values,
  batch: Batch,
  { step = 0, ...changes }: Partial<Stage> & { step?: number } = {},
): { readonly result: StepResult; readonly after: Values; readonly gradient: Values } {
  const live = liveNetwork(network, weights);
  const data = source({ shape: network.input, classes: network.classes });
  const own = stage(data, { student: network.id, optimizer: PLAIN, ...changes });
  const optimizer = createOptimizer(own, [live], null);
  try {
    const graph = lossGraph(own, new Map([[network.id, live]]));
    const result = trainStep(own, graph, optimizer, batch, network.input, step);
    const after = new Map([...readWeights(live)].map(([name, it]) => [name, it.slice()]));
    const gradient = new Map(
      [...after].map(([name, it]) => [name, it.map((value, at) => (weights.get(name)?.[at] ?? 0) - value)]),
    );
    return { result, after, gradient };
  } finally {
    optimizer.dispose();
    disposeNetwork(live);
  }
}

/** Σ a · b over all weights. */
export const inner = (a: Values, b: Values): number =>
  [...a].reduce(
    (total, [name, it]) => total + it.reduce((sum, value, at) => sum + value * (b.get(name)?.[at] ?? 0), 0),
    0,
  );

/** a + factor · b; weights that b lacks stay. */
export const moved = (a: Values, b: Values, factor: number): Values =>
  new Map(
    [...a].map(([name, it]) => [name, it.map((value, at) => value + factor * (b.get(name)?.[at] ?? 0))]),
  );
