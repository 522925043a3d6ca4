import type { NodeCost } from '../../../src/plan/profile-by-node.ts';

export type CostOrder = 'milliseconds' | 'bytes';

/** The most costly first; what belongs to no node stands below all. */
export const inOrder = (costs: readonly NodeCost[], by: CostOrder): readonly NodeCost[] =>
  [...costs].sort(
    (one, other) => Number(one.node === null) - Number(other.node === null) || other[by] - one[by],
  );
