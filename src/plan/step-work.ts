import { networkShape } from './layers.ts';
import type { Network, Plan, Stage } from './plan.ts';
import { tasksOf } from './tasks.ts';

/** A trained network runs forward, and back by its inputs and by its weights; a frozen one runs forward alone. */
const PASSES = { trained: 3, frozen: 1 } as const;
/** What a step costs besides, in multiply-adds: about half a millisecond on two cores. */
const BESIDES = 2e7;

const known = new WeakMap<Network, number>();

/** Of one example; remembered, as a window asks many times a second and a network never changes. */
function multiplyAddsOf(network: Network): number {
  const before = known.get(network);
  if (before !== undefined) return before;
  const { multiplyAdds } = networkShape(network.layers, network.input);
  known.set(network, multiplyAdds);
  return multiplyAdds;
}

type Computing = Pick<Stage, 'train' | 'taps' | 'epochs' | 'cache' | 'perturbed'>;

/** An attack goes forward and back by the inputs at each of its steps. */
const attackPasses = (network: string, perturbed: Stage['perturbed'] = []): number =>
  perturbed.reduce((sum, it) => sum + (it.network === network ? 2 * it.attack.iterations : 0), 0);

/**
 * How often an example passes a network, on the mean of a stage's epochs. Where all that is asked of a frozen network
 * is cached, it answers each view once, and not each epoch.
 */
function passesOf(network: string, { perturbed, ...stage }: Computing): number {
  return attackPasses(network, perturbed) + answerPasses(network, stage);
}

function answerPasses(network: string, { train, taps, epochs, cache }: Computing): number {
  if (train.includes(network)) return PASSES.trained;
  const asked = taps.filter((it) => it.network === network);
  if (asked.length === 0) return 0;
  const kept = cache !== null && asked.every((it) => cache.taps.includes(it.id));
  return PASSES.frozen * (kept ? cache.views / epochs : 1);
}

/** Multiply-adds of one example in one epoch of a stage, in all networks together, with its share of filling the cache. */
export const exampleWork = ({ networks }: Pick<Plan, 'networks'>, stage: Computing): number =>
  networks.reduce((sum, it) => {
    const passes = passesOf(it.id, stage);
    return passes === 0 ? sum : sum + passes * multiplyAddsOf(it);
  }, 0);

/**
 * About how much one step of a stage computes, in multiply-adds: so that the pace of one stage tells of the others.
 * Good for a time that is left, not for more: machines are quicker at some layers than at others.
 */
export const stepWork = (plan: Pick<Plan, 'networks'>, stage: Stage): number => {
  const shares = stage.tasks?.map((it) => it.share) ?? [1];
  const work = tasksOf(stage).reduce((sum, it, at) => sum + (shares[at] ?? 0) * exampleWork(plan, it), 0);
  return BESIDES + stage.batch * work;
};
