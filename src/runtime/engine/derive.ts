import type { Network, Plan } from '../../plan/plan.ts';
import { StartRefusal, type StartRule } from '../../plan/start.ts';
import { derivedAt } from '../../plan/training.ts';
import { EngineProblem } from './engine-problem.ts';
import { freshWeights } from './fresh-weights.ts';
import { fillNetwork, type LiveNetwork, readWeights, weightPlaces } from './networks.ts';
import { operation } from './operation-list.ts';
import { seedOfNetwork } from './start-weights.ts';
import { streamOf } from './streams.ts';

/**
 * Gives their first weights to the networks that are derived from others, where their moment has come: before the stage
 * of that index, or before the outputs. Networks that have weights, as those of a checkpoint, keep them.
 *
 * @throws EngineProblem start-weights, and what a start refuses
 */
export function deriveNetworks(plan: Plan, networks: ReadonlyMap<string, LiveNetwork>, moment: number): void {
  for (const [id, at] of derivedAt(plan)) {
    const live = networks.get(id) as LiveNetwork;
    if (at === moment && live.weights.size === 0) fillNetwork(live, derivedWeights(plan, networks, live));
  }
}

function derivedWeights(
  plan: Plan,
  networks: ReadonlyMap<string, LiveNetwork>,
  { network, shape }: LiveNetwork,
): ReadonlyMap<string, Float32Array> {
  const { start, id, layers, input } = network;
  if (start.kind !== 'derived') throw new Error(`${id} is not derived`);
  const { op, args } = operation('start', start.op, start.args, id);
  const seed = seedOfNetwork(plan, id);
  const from = start.from.map((it) => {
    const live = networks.get(it) as LiveNetwork;
    return { layers: live.network.layers, input: live.network.input, weights: readWeights(live) };
  });
  const made = begun(id, () =>
    (op as StartRule).weights(
      {
        network: { layers, input },
        from,
        fresh: () => freshWeights(network, seed, start.stream),
        draw: (name) => streamOf(seed, `${start.stream}/${start.op}/${name}`, 0),
      },
      args,
    ),
  );
  for (const place of weightPlaces(shape)) {
    const values = made.get(place.name);
    const wanted = place.shape.reduce((product, size) => product * size, 1);
    if (values?.length !== wanted || !values.every(Number.isFinite))
      throw refused(network, start.op, place.name, place.shape, values);
  }
  return made;
}

function begun<T>(id: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    throw error instanceof StartRefusal ? new EngineProblem({ ...error.problem, at: id }) : error;
  }
}

const refused = (
  { id }: Network,
  op: string,
  weight: string,
  shape: readonly number[],
  values: Float32Array | undefined,
): EngineProblem =>
  new EngineProblem({
    code: 'start-weights',
    message: `${op} gives no weight ${weight} of ${shape.join('×')} for ${id}: found ${values ? `${values.length} values${values.every(Number.isFinite) ? '' : ', not all of them finite'}` : 'none'}.`,
    at: id,
    fix: 'Check that the network it begins from was trained without a problem, and compile the document again.',
  });
