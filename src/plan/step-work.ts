import { networkShape } from './layers.ts';
import type { Network, Plan, Stage } from './plan.ts';

/** A trained network runs forward, and back by its inputs and by its weights; a frozen one runs forward alone. */
const PASSES = { trained: 3, frozen: 1 } as const;
/** What a step costs besides, in multiply-adds: about three milliseconds of the starter on two cores. */
const BESIDES = 1e8;

const known = new WeakMap<Network, number>();

/** Of one example; remembered, as a window asks many times a second and a network never changes. */
function multiplyAddsOf(network: Network): number {
  const before = known.get(network);
  if (before !== undefined) return before;
  const { multiplyAdds } = networkShape(network.layers, network.input);
  known.set(network, multiplyAdds);
  return multiplyAdds;
}

/**
 * About how much one step of a stage computes, in multiply-adds: so that the pace of one stage tells of the others.
 * Good for a time that is left, not for more: machines are quicker at some layers than at others.
 */
export function stepWork({ networks }: Pick<Plan, 'networks'>, { taps, train, batch }: Stage): number {
  const tapped = new Set([...train, ...taps.map((it) => it.network)]);
  return networks
    .filter((it) => tapped.has(it.id))
    .reduce((sum, it) => {
      const passes = train.includes(it.id) ? PASSES.trained : PASSES.frozen;
      return sum + passes * batch * multiplyAddsOf(it);
    }, BESIDES);
}
