import { networkShape, type Weight } from '../../plan/layers.ts';
import type { Network } from '../../plan/plan.ts';
import { streamOf } from './streams.ts';

/**
 * A network's first weights, drawn from (seed, stream, `<layer>/<weight>`): a student and its baseline that share
 * both start equal.
 *
 * @param seed of the first stage that trains the network
 */
export function freshWeights(network: Network, seed: number, stream: string): Map<string, Float32Array> {
  const { layers } = networkShape(network.layers, network.input);
  const values = new Map<string, Float32Array>();
  for (const [layer, { weights }] of layers)
    for (const weight of weights) {
      const name = `${layer}/${weight.name}`;
      values.set(name, start(weight, seed, `${stream}/${name}`));
    }
  return values;
}

function start({ start: kind, shape }: Weight, seed: number, name: string): Float32Array {
  const values = new Float32Array(shape.reduce((product, size) => product * size, 1));
  const outputs = shape.at(-1) ?? 1;
  // Of a kernel [height, width, in, out] or [in, out]: how many values each output sums.
  const fanIn = values.length / outputs;
  const fanOut = (fanIn / (shape.at(-2) ?? 1)) * outputs;
  switch (kind) {
    case 'zeros':
      return values;
    case 'ones':
      return values.fill(1);
    case 'he':
    case 'he-depthwise': {
      const stream = streamOf(seed, name, 0);
      const [height = 1, width = 1] = shape;
      const deviation = Math.sqrt(2 / (kind === 'he' ? fanIn : height * width));
      return values.map(() => deviation * stream.normal());
    }
    case 'bert': {
      const stream = streamOf(seed, name, 0);
      return values.map(() => 0.02 * stream.normal());
    }
    case 'unit': {
      const stream = streamOf(seed, name, 0);
      const limit = Math.sqrt(3 / outputs);
      return values.map(() => limit * (2 * stream.uniform() - 1));
    }
    case 'glorot': {
      const stream = streamOf(seed, name, 0);
      const limit = Math.sqrt(6 / (fanIn + fanOut));
      return values.map(() => limit * (2 * stream.uniform() - 1));
    }
  }
}
