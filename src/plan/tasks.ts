import { reached } from '../pipeline/reached.ts';
import type { Stage } from './plan.ts';

/** The sources that a stage reads, each once. */
export const readBy = ({ read, tasks }: Pick<Stage, 'read' | 'tasks'>): string[] => [
  ...new Set(tasks ? tasks.map((it) => it.read) : [read]),
];

/**
 * A stage as each of its tasks sees it: with its own source, total, taps, terms and networks, and all else in common. A stage
 * of one task is that task.
 */
export function tasksOf(stage: Stage): Stage[] {
  const { tasks, ...common } = stage;
  if (!tasks) return [stage];
  return tasks.map(({ read, total, evaluate, balance }) => {
    const own = reachedFrom(total, stage);
    const taps = stage.taps.filter((it) => own.has(it.id));
    const weights = stage.weights?.filter((it) => own.has(it.id)) ?? [];
    const perturbed = stage.perturbed?.filter((it) => own.has(it.id)) ?? [];
    const networks = new Set([...taps, ...weights].map((it) => it.network));
    const { weights: _, perturbed: __, ...others } = common;
    return {
      ...others,
      read,
      total,
      evaluate,
      balance: balance ?? null,
      taps,
      terms: stage.terms.filter((it) => own.has(it.id)),
      train: stage.train.filter((it) => networks.has(it)),
      projectors: stage.projectors.filter((it) => networks.has(it)),
      cache: stage.cache && { ...stage.cache, taps: stage.cache.taps.filter((it) => own.has(it)) },
      ...(weights.length > 0 && { weights }),
      ...(perturbed.length > 0 && { perturbed }),
      ...(stage.follow && { follow: stage.follow.filter((it) => networks.has(it.follows)) }),
    };
  });
}

/** A reference of a stage and all that it is computed from. */
function reachedFrom(
  ref: string,
  { taps, terms, perturbed = [] }: Pick<Stage, 'taps' | 'terms' | 'perturbed'>,
): ReadonlySet<string> {
  const on = new Map<string, readonly string[]>([
    ...taps.map((it) => [it.id, [it.on]] as const),
    ...[...terms, ...perturbed].map((it) => [it.id, Object.values(it.in)] as const),
  ]);
  return reached([ref], (at) => on.get(at) ?? []);
}

/** The chance that a step is of each task: sᵏ = nₖ^τ / Σⱼ nⱼ^τ, of the examples nₖ that it trains on. */
export function taskShares(examples: readonly number[], tau: number): number[] {
  // Divided by the largest first, so that a high power of a large number stays finite.
  const most = Math.max(...examples);
  const raised = examples.map((it) => (it / most) ** tau);
  const sum = raised.reduce((all, it) => all + it, 0);
  return raised.map((it) => it / sum);
}
