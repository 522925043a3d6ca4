import { drawnShape } from '../../../src/plan/channel-masks.ts';
import { type ExampleWord, exampleWord } from '../../../src/plan/example-word.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import { learnsAnswers } from '../../../src/plan/training.ts';
import { type LaneKind, networkKinds, networkPlaces } from '../lanes.ts';
import type { RunData } from '../run-data.ts';
import { isLive } from '../run-state.ts';
import type { Evaluation, RunView } from '../run-view.ts';

/** What a run came to for one network. Null: not measured; `missing` says why. */
export type ResultRow = {
  readonly network: string;
  readonly kind: LaneKind;
  /** How many networks of its kind come before it. */
  readonly nth: number;
  readonly title: string;
  readonly parameters: number;
  readonly evaluation: Evaluation | null;
  /** On how many examples it says the same as the network that it was compared with. */
  readonly agreement: { readonly share: number; readonly with: string } | null;
  readonly missing: string;
  /** No stage has taught its answers: it was trained by layers before the last one alone. */
  readonly silent: boolean;
  readonly example: ExampleWord;
  /** While it trains: how well it did after its last epoch, on the part that its stage is measured on. */
  readonly soFar: { readonly accuracy: number; readonly epoch: number } | null;
};

const ORDER: readonly LaneKind[] = ['teacher', 'assistant', 'student', 'baseline', 'projector'];

/** All networks of a run: teachers, assistants, students, students alone, projectors; each kind in the plan's order. */
export function resultRows({ plan, titles }: Pick<RunData, 'plan' | 'titles'>, view: RunView): ResultRow[] {
  const kinds = networkKinds(plan);
  const places = networkPlaces(plan);
  const example = exampleWord(plan);
  const rows = plan.networks.map(({ id, layers, input }): ResultRow => {
    const evaluation = evaluationOf(view, plan, id);
    const kind = kinds.get(id) ?? 'student';
    return {
      network: id,
      kind,
      nth: places.get(id) ?? 0,
      title: titles.get(id) ?? id,
      parameters: drawnShape({ layers, input }).parameters,
      evaluation,
      agreement: agreementOf(plan, titles, evaluation),
      missing:
        kind === 'projector' ? 'It serves a loss and answers nothing itself.' : whyMissing(plan, view, id),
      silent: isSilent(plan, id),
      example,
      soFar: soFarOf(view, id),
    };
  });
  return rows.sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));
}

/** A network may be measured more than once; the test part and a comparison with a teacher say the most. */
function evaluationOf({ evaluations }: RunView, plan: Plan, network: string): Evaluation | null {
  const own = evaluations.filter((it) => it.measured.network === network);
  const worth = ({ measured, agreement }: Evaluation): number =>
    (measured.part === 'test' ? 2 : 0) + (agreement === null ? 0 : 1);
  const place = ({ output }: Evaluation): number => plan.outputs.findIndex((it) => it.id === output);
  return own.sort((a, b) => worth(b) - worth(a) || place(a) - place(b))[0] ?? null;
}

function agreementOf(
  plan: Plan,
  titles: ReadonlyMap<string, string>,
  evaluation: Evaluation | null,
): ResultRow['agreement'] {
  if (evaluation?.agreement == null) return null;
  const output = plan.outputs.find((it) => it.id === evaluation.output);
  const teacher = output?.kind === 'evaluation' ? output.teacher : null;
  return { share: evaluation.agreement, with: titles.get(teacher ?? '') ?? 'its teacher' };
}

function isSilent({ stages, networks }: Plan, network: string): boolean {
  const own = networks.find((it) => it.id === network);
  const training = stages.filter((it) => it.train.includes(network));
  return own !== undefined && training.length > 0 && training.every((it) => !learnsAnswers(it, own));
}

function soFarOf({ epochs }: RunView, network: string): ResultRow['soFar'] {
  for (const { epoch, measured } of epochs.toReversed()) {
    const own = measured.find((it) => it.network === network);
    if (own) return { accuracy: own.accuracy, epoch };
  }
  return null;
}

function whyMissing({ outputs }: Plan, { state }: RunView, network: string): string {
  const asked = outputs.some((it) => it.kind === 'evaluation' && it.network === network);
  if (!asked) return 'No Evaluation node measures it. Wire its model into one.';
  return isLive(state) ? 'It is measured when training ends.' : 'The run ended before it was measured.';
}

/** The network that all others are compared with: the first teacher; undefined where nobody teaches. */
export const referenceRow = (rows: readonly ResultRow[]): ResultRow | undefined =>
  rows.find((it) => it.kind === 'teacher');
