import type { PlanBuilder, Ref } from '../../../plan/builder.ts';
import { ROLES, weightedSum } from './op.ts';

/** One part of a loss of up to four: its weight, and the scalar that is made only where the weight is above 0. */
export type LossPart = readonly [weight: number, scalar: () => Ref];

/** Σ weight · scalar over the parts that have a weight; at least one must have. */
export function sumOfParts(plan: PlanBuilder, parts: readonly LossPart[]): Ref {
  const given = parts.filter(([weight]) => weight > 0).map(([weight, scalar]) => ({ weight, ref: scalar() }));
  return plan.term(weightedSum, Object.fromEntries(given.map(({ ref }, at) => [ROLES[at] as string, ref])), {
    weights: given.map(({ weight }) => weight),
  });
}
