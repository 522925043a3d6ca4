import { z } from 'zod';
import { networkShape } from '../../../plan/layers.ts';
import { type Built, ChangeRefusal, defineStart } from '../../../plan/start.ts';

/**
 * A network whose weights are the mean of several networks' weights (Wortsman et al. 2022, arXiv:2203.05482, uniform soup).
 *
 * w = (1/K) Σₖ wₖ, weight by weight, running statistics included
 *
 * - `average`: `weights` takes the mean of all; `trunkWeights` of all but those of the last layer, which are the first
 *   network's own: for networks that name other classes
 *
 * K networks of equal layers, K ≥ 1; with `trunkWeights` their last layers may differ in size. Summed in double precision,
 * so that K equal networks give that network to the bit; another order gives the same but for the last bit of a sum, and
 * with `trunkWeights` another first network another last layer. Throws a ChangeRefusal where layers differ.
 */
export const startAveragedWeights = defineStart({
  name: 'start.averaged-weights',
  args: z.strictObject({ average: z.enum(['weights', 'trunkWeights']) }),
  weights: ({ network, from }, { average }) => {
    const [first, ...others] = from;
    if (!first) throw new Error('A mean of no networks');
    for (const it of others) assertSameLayers(first, it, average);
    const head = average === 'trunkWeights' ? lastLayer(first) : null;
    const made = new Map<string, Float32Array>();
    for (const [layer, { weights }] of networkShape(network.layers, network.input).layers)
      for (const { name } of weights) {
        const key = `${layer}/${name}`;
        const all = (layer === head ? [first] : from).map((it) => it.weights.get(key) as Float32Array);
        made.set(key, meanOf(all));
      }
    return made;
  },
});

function meanOf(all: readonly Float32Array[]): Float32Array {
  const sums = new Float64Array(all[0]?.length ?? 0);
  for (const values of all) for (const [at, it] of values.entries()) sums[at] = (sums[at] as number) + it;
  return Float32Array.from(sums, (it) => it / all.length);
}

export const lastLayer = ({ layers }: Built): string => layers.at(-1)?.id ?? '';

/**
 * What two networks must have in common for a mean of their weights to be one of the same layers.
 *
 * @param average with `trunkWeights` the size of their last layers is their own
 * @throws ChangeRefusal naming the first layer that differs
 */
export function assertSameLayers(one: Built, other: Built, average: 'weights' | 'trunkWeights'): void {
  if (one.input.join() !== other.input.join())
    throw new ChangeRefusal(`one takes ${one.input.join('×')} and another ${other.input.join('×')}`);
  const longest = one.layers.length >= other.layers.length ? one.layers : other.layers;
  for (const at of longest.keys()) {
    const [mine, theirs] = [one.layers[at], other.layers[at]];
    const last = at === longest.length - 1 && one.layers.length === other.layers.length;
    const free = average === 'trunkWeights' && last;
    if (mine && theirs && described(mine, free) === described(theirs, free)) continue;
    const told = [mine, theirs].map((it) => (it ? described(it, free) : 'no layer'));
    throw new ChangeRefusal(`layer ${at + 1} of one is ${told[0]} and of another ${told[1]}`);
  }
}

/** A layer in words that are equal where layers are. */
function described({ id, kind, from, ...facts }: Built['layers'][number], free: boolean): string {
  const told = Object.entries(facts)
    .filter(([name]) => !(free && name === 'units'))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name} ${JSON.stringify(value)}`);
  return [`${id} (${kind} of ${from.join(' and ')})`, ...told].join(', ');
}
