import type { EngineEvent, ProfilePart } from './events.ts';
import type { Origin } from './plan.ts';

export type Profile = Extract<EngineEvent, { kind: 'profile' }>;

/** What one node of the person's canvas costs in a step. */
export type NodeCost = {
  /** Null for what belongs to no node. */
  readonly node: string | null;
  /** What of it: a teacher that is trained first has its losses and its optimizer in itself. */
  readonly parts: readonly ProfilePart[];
  readonly milliseconds: number;
  /** 0 … 1 of all that was timed. Where work runs side by side, that is more than the step took. */
  readonly share: number;
  readonly bytes: number;
};

/**
 * A profile by nodes, the most costly first and what belongs to none last. What came from several nodes counts for the
 * first, as its own: images for their data set, a network for its model.
 */
export function profileByNode({ entries }: Pick<Profile, 'entries'>, origin: Origin): readonly NodeCost[] {
  const whole = entries.reduce((sum, it) => sum + it.milliseconds, 0);
  const costs = new Map<string | null, NodeCost>();
  for (const { at, part, milliseconds, bytes } of entries) {
    // A stage's own time is the way between its parts; its trainer has no work of its own.
    const node = part === 'rest' ? null : (origin[at]?.[0] ?? null);
    const before = costs.get(node);
    const sum = (before?.milliseconds ?? 0) + milliseconds;
    costs.set(node, {
      node,
      parts: [...new Set([...(before?.parts ?? []), part])],
      milliseconds: sum,
      share: whole === 0 ? 0 : sum / whole,
      bytes: (before?.bytes ?? 0) + bytes,
    });
  }
  return inCostOrder([...costs.values()], 'milliseconds');
}

export type CostOrder = 'milliseconds' | 'bytes';

/** The most costly first; what belongs to no node stands below all. */
export const inCostOrder = (costs: readonly NodeCost[], by: CostOrder): readonly NodeCost[] =>
  [...costs].sort(
    (one, other) => Number(one.node === null) - Number(other.node === null) || other[by] - one[by],
  );
