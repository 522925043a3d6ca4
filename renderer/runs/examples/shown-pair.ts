import type { Plan } from '../../../src/plan/plan.ts';
import { changedBy } from '../../../src/plan/training.ts';

/** A student that was measured beside a teacher. */
export type Pair = { readonly output: string; readonly network: string; readonly teacher: string };

/** The pair that was asked for, else the last of a student: what learned alone serves to be compared with. */
export function shownPair<P extends Pair>(
  pairs: readonly P[],
  { networks }: Pick<Plan, 'networks'>,
  asked: string | null,
): P | undefined {
  const roles = new Map(networks.map((it) => [it.id, it.role]));
  return (
    pairs.find((it) => it.output === asked) ??
    pairs.findLast((it) => roles.get(it.network) === 'student') ??
    pairs.at(-1)
  );
}

/** Why no student stands beside its teacher, or not yet. */
export function noPairWords(
  { outputs, stages }: Pick<Plan, 'outputs' | 'stages'>,
  live: boolean,
): { readonly title: string; readonly text: string } {
  if (outputs.some((it) => it.kind === 'evaluation' && it.teacher !== null))
    return {
      title: 'Not compared yet',
      text: live
        ? 'Student and teacher are compared when training has ended.'
        : 'This run told no comparison: it did not come to its end, or it was made by an earlier version.',
    };
  const taught = stages.some((stage) => stage.taps.some((it) => !changedBy(stage).includes(it.network)));
  return taught
    ? {
        title: 'No evaluation knows the teacher',
        text: 'Wire the teacher into the port “teacher” of the evaluation: then the next run compares student and teacher.',
      }
    : {
        title: 'There is no teacher',
        text: 'No network of this pipeline learns from another that is done, so that there is nothing to compare.',
      };
}
