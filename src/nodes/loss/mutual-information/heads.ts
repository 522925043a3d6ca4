import { ProblemError } from '../../../pipeline/problem.ts';
import type { PlanBuilder, Ref } from '../../../plan/builder.ts';
import type { Layer } from '../../../plan/layers.ts';
import { integer } from '../../params.ts';

/** How many numbers a head gives. */
export const embeddingWidth = () =>
  integer(128, { min: 2, max: 4096 }, { title: 'Width', help: 'Numbers in an embedding.' });

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

/**
 * An embedding [n, width] of an activation by a head of its own, which learns with the loss.
 *
 * @param at.port that the activation comes in by, to be named where no head takes it
 */
export function embed(
  plan: PlanBuilder,
  { port, width, ...at }: { node: string; name: string; port: string; on: Ref; width: number },
): Ref {
  const shape = plan.shapeOf(at.on);
  const layers = headLayers(shape, width);
  if (layers) return plan.project({ ...at, layers });
  throw new ProblemError({
    code: 'head-shape',
    port,
    message: 'A head embeds maps and rows; of this layer it cannot make one row an example.',
    found: shape.join('×'),
    allowed: 'h×w×c, c',
    fix: 'Wire a layer that is a map or a row: of a transformer the logits, or what pools its tokens.',
  });
}
