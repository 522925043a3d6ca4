import { lossPartNames } from '../../../src/nodes/loss-part-names.ts';
import {
  type HotParameter,
  hotParameter,
  hotParameters,
  hotRefusal,
  withChange,
} from '../../../src/plan/hot-parameters.ts';
import type { Stage } from '../../../src/plan/plan.ts';
import { nodeTitle } from '../lanes.ts';
import type { RunData } from '../run-data.ts';
import type { ParameterSet, RunView } from '../run-view.ts';

/** A number that may be changed while a stage trains, under a name that the person knows. */
export type HotField = HotParameter & { readonly name: string };

/** A stage with the numbers that it has now. */
export const stageNow = (stage: Stage, changes: readonly ParameterSet[]): Stage =>
  changes
    .filter((it) => it.stage === stage.id)
    .reduce<Stage>((now, it) => (hotRefusal(now, it) === null ? withChange(now, it) : now), stage);

type Named = Pick<RunData, 'plan' | 'origin' | 'document'>;

/** What may be changed now in the stage that trains; none where no stage does. */
export function hotFields(
  { plan, origin, document }: Named,
  { stage: running, changes }: Pick<RunView, 'stage' | 'changes'>,
): readonly HotField[] {
  const stage = plan.stages.find((it) => it.id === running);
  if (!stage) return [];
  return hotParameters(stageNow(stage, changes)).map((it) => ({
    ...it,
    name: nameOf(stage, it, { plan, origin, document }),
  }));
}

/** `Learning rate`, `Temperature of Tempered softmax`, `Weight of Tempered softmax: labels` */
function nameOf(stage: Stage, { kind, at, of }: HotParameter, { origin, document }: Named): string {
  const titleOf = (node: string): string => nodeTitle(document, node) ?? node;
  if (kind === 'rate') return 'Learning rate';
  if (kind === 'temperature') return `Temperature of ${titleOf(origin[at]?.[0] ?? at)}`;
  const parts = Object.values(stage.terms.find((it) => it.id === at)?.in ?? {});
  const named = lossPartNames(stage, parts, origin, titleOf).get(of ?? '');
  return `Weight of ${named?.text ?? of ?? at}`;
}

/** A change in words: `Learning rate 0.001 → 0.0005` */
export function changeName(data: Named, change: ParameterSet): string {
  const stage = data.plan.stages.find((it) => it.id === change.stage);
  const found = stage && hotParameter(stage, change);
  return stage && found ? nameOf(stage, found, data) : change.at;
}

/** What is typed as a number; a comma stands for a point. Null where it is none. */
export function typedNumber(text: string): number | null {
  const value = Number(text.trim().replace(',', '.').replace('−', '-'));
  return text.trim() !== '' && Number.isFinite(value) ? value : null;
}
