import type { PlanBuilder, Ref } from '../../../plan/builder.ts';
import type { Layer } from '../../../plan/layers.ts';

/**
 * Layers that embed a layer in `width` numbers by one straight map; maps are averaged over their pixels first. Null where it is
 * neither a map nor a row.
 */
export function headLayers(shape: readonly number[], width: number): Layer[] | null {
  if (shape.length !== 1 && shape.length !== 3) return null;
  const pool: Layer[] =
    shape.length === 3 ? [{ id: 'pool', kind: 'global-average-pool', from: ['input'] }] : [];
  return [...pool, { id: 'embedding', kind: 'dense', units: width, from: [pool[0]?.id ?? 'input'] }];
}

/** An embedding [n, width] of an activation by a head of its own, which learns with the loss. */
export const embed = (
  plan: PlanBuilder,
  { node, name, on, width }: { node: string; name: string; on: Ref; width: number },
): Ref => plan.project({ node, name, on, layers: headLayers(plan.shapeOf(on), width) ?? [] });
