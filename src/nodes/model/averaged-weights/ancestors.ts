import { networkShape } from '../../../plan/layers.ts';
import type { Network } from '../../../plan/plan.ts';
import type { Built } from '../../../plan/start.ts';
import { startCopy } from '../../network/copied-layers/op.ts';
import { lastLayer, startAveragedWeights } from './op.ts';

type Find = (id: string) => Network;

/**
 * Which networks of the plan a network's weights go back to, the nearest first: itself, and what it began from weight by
 * weight. Two networks that share one lie in a region where the mean of weights means something; units of networks that
 * were drawn apart stand in another order each.
 *
 * @param average with `trunkWeights` the last layer may have begun anew
 */
export function ancestorsOf(id: string, networkOf: Find, average: 'weights' | 'trunkWeights'): Set<string> {
  const found = new Set<string>();
  const visit = (at: string): void => {
    const network = networkOf(at);
    const { start } = network;
    if (found.has(at)) return;
    found.add(at);
    if (start.kind === 'saved') found.add(start.sha256);
    if (start.kind !== 'derived') return;
    for (const from of start.from) if (goesOn(network, networkOf(from), average)) visit(from);
  };
  visit(id);
  return found;
}

/** Whether a derived network began with all weights of one of its sources, each in its own place. */
function goesOn(network: Network, source: Network, average: 'weights' | 'trunkWeights'): boolean {
  const { start } = network;
  if (start.kind !== 'derived') return false;
  if (start.op === startAveragedWeights.name) return true;
  if (start.op !== startCopy.name) return false;
  const { layers } = startCopy.args.parse(start.args);
  const kept = new Set(layers.filter((it) => it.to === it.from).map((it) => it.to));
  const head = average === 'trunkWeights' ? lastLayer(network) : null;
  const [own, theirs] = [weightsOf(network), weightsOf(source)];
  return [...own].every(([layer, shapes]) =>
    shapes === '' || layer === head ? true : kept.has(layer) && theirs.get(layer) === shapes,
  );
}

const weightsOf = ({ layers, input }: Built): ReadonlyMap<string, string> =>
  new Map(
    [...networkShape(layers, input).layers].map(([id, { weights }]) => [
      id,
      weights.map((it) => `${it.name} ${it.shape.join('×')}`).join(),
    ]),
  );
