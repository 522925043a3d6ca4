import type { Stage } from '../../../src/plan/plan.ts';
import type { RunData } from '../run-data.ts';
import type { Answered, RunView, WatchedExamples } from '../run-view.ts';

/** What a stage told of the examples of one of its tasks, epoch by epoch. */
export type WatchedTask = {
  readonly watched: WatchedExamples;
  /** In the order of epochs, at least one. */
  readonly answers: readonly Answered[];
};

export type ShownExamples = { readonly stage: Stage; readonly tasks: readonly WatchedTask[] };

/** What stages told of their examples, in the order of the plan; those that told nothing are not there. */
export function watchedStages(
  { plan, answers }: Pick<RunData, 'plan' | 'answers'>,
  { examples }: Pick<RunView, 'examples'>,
): readonly ShownExamples[] {
  return plan.stages.flatMap((stage) => {
    const told = answers.get(stage.id) ?? [];
    const tasks = examples.flatMap((watched): WatchedTask[] => {
      const own = told.filter((it) => it.source === watched.source && it.part === watched.part);
      return own.length > 0 ? [{ watched, answers: own }] : [];
    });
    return tasks.length > 0 ? [{ stage, tasks }] : [];
  });
}

/**
 * The stage that was asked for, else the one that is training, else the last that has a teacher to be looked at beside, else
 * the last.
 */
export function shownStage(
  stages: readonly ShownExamples[],
  { run }: Pick<RunData, 'run'>,
  { stage: running, state }: Pick<RunView, 'stage' | 'state'>,
  asked: { readonly run: string; readonly stage: string } | null,
): ShownExamples | null {
  const of = (id: string | null | undefined) => stages.find((it) => it.stage.id === id);
  const taught = stages.findLast(({ tasks }) =>
    tasks.some(({ answers }) => answers.some((it) => it.networks.length > 1)),
  );
  return (
    of(asked?.run === run ? asked.stage : null) ??
    (state === 'done' ? undefined : of(running)) ??
    taught ??
    stages.at(-1) ??
    null
  );
}
