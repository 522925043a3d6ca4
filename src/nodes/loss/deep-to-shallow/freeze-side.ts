import { ProblemError } from '../../../pipeline/problem.ts';
import type { PlanBuilder, Ref } from '../../../plan/builder.ts';
import { trainedLayers } from '../../../plan/layers.ts';
import { neededLayers } from '../../../plan/needed-layers.ts';

/**
 * Leaves one side of a student's shallow layer out of the training.
 *
 * @param shallow the layer itself, or what projectors make of it
 * @param side `shallow`: the layer and all that lead to it; `deep`: all others
 * @throws ProblemError freeze-side, where no network's layer is at the bottom of it
 */
export function freezeSide(plan: PlanBuilder, shallow: Ref, side: 'shallow' | 'deep'): void {
  let tap = plan.tapped(shallow);
  while (tap && plan.networkOf(tap.network).role === 'projector') tap = plan.tapped(tap.on);
  if (!tap)
    throw new ProblemError({
      code: 'freeze-side',
      port: 'shallow',
      message:
        'What is wired as the shallow layer comes from no layer of a student, so that nothing stands before or behind it.',
      fix: 'Wire a layer of the student, or a projector on one; or freeze nothing.',
    });
  const { layers, input } = plan.networkOf(tap.network);
  const before = new Set(neededLayers(layers, [tap.layer]).map((it) => it.id));
  const frozen = trainedLayers(layers, input).filter((id) => before.has(id) === (side === 'shallow'));
  if (frozen.length > 0) plan.freeze(tap.network, { layers: frozen, thaw: null });
}
