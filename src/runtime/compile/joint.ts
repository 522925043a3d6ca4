import { ProblemError } from '../../pipeline/problem.ts';
import type { FreezeDraft } from '../../plan/builder.ts';
import type { Network, Stage } from '../../plan/plan.ts';

/** A stage that one of several losses would be by itself, and the port of the loss. */
type Part = { readonly port: string; readonly part: Stage };

/**
 * One stage of several, which differ in their loss and their data alone: its steps are of one or another of them.
 *
 * @param all in the order of the tasks
 * @param shares how likely a step is of each, together 1
 */
export function jointStage(all: readonly Part[], shares: readonly number[]): Stage {
  const parts = all.map((it) => it.part);
  const [first] = parts;
  if (!first) throw new Error('A stage of no tasks');
  for (const it of all) assertTask(it, all);
  const weights = unique(parts.flatMap((it) => it.weights ?? []));
  const perturbed = unique(parts.flatMap((it) => it.perturbed ?? []));
  return {
    ...first,
    steps: parts.reduce((sum, it) => sum + it.steps, 0),
    train: parts.flatMap((it) => it.train),
    projectors: parts.flatMap((it) => it.projectors),
    taps: unique(parts.flatMap((it) => it.taps)),
    terms: unique(parts.flatMap((it) => it.terms)),
    ...(weights.length > 0 && { weights }),
    ...(perturbed.length > 0 && { perturbed }),
    tasks: parts.map(({ read, total, evaluate }, at) => ({
      read,
      total,
      share: shares[at] as number,
      evaluate,
    })),
  };
}

/** What is wrong with one of several losses is told at its own port. */
export function atPort<T>(port: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (error instanceof ProblemError && error.problem.port === 'loss')
      throw new ProblemError({ ...error.problem, port });
    throw error;
  }
}

const unique = <T extends { readonly id: string }>(all: readonly T[]): T[] => [
  ...new Map(all.map((it) => [it.id, it])).values(),
];

/** A task trains a student of its own, and hears nobody who learns in another. @throws ProblemError several-students, task-student */
function assertTask({ port, part: { train, projectors, taps } }: Part, all: readonly Part[]): void {
  if (train.length !== 1)
    throw new ProblemError({
      code: 'several-students',
      port,
      message: 'This loss trains more than one student.',
      found: String(train.length),
      allowed: '1',
      fix: 'Give each student a task of its own.',
    });
  for (const other of all) {
    if (other.port === port) continue;
    const learning = [...other.part.train, ...other.part.projectors];
    const both = [...train, ...projectors].some((it) => learning.includes(it));
    if (!both && !taps.some((it) => learning.includes(it.network))) continue;
    throw new ProblemError({
      code: 'task-student',
      port,
      message: both
        ? `The losses at ${other.port} and ${port} train the same network.`
        : `The loss at ${port} listens to a network that the one at ${other.port} trains.`,
      fix: 'Give each task a student and projectors of its own; the Shared trunk lets students have layers in common.',
    });
  }
}

/**
 * Students that share layers are trained together, and all of what they share learns.
 *
 * @throws ProblemError trunk-apart, trunk-frozen
 */
export function assertShared(
  { train }: Pick<Stage, 'train'>,
  networkOf: (id: string) => Network,
  freezes: ReadonlyMap<string, FreezeDraft>,
): void {
  for (const id of train) {
    const { shares } = networkOf(id);
    if (!shares) continue;
    if (!train.includes(shares.network))
      throw new ProblemError({
        code: 'trunk-apart',
        port: 'loss',
        message:
          'This student shares its trunk with another, which would change with it while nobody trains that one.',
        fix: 'Wire the losses of both into one Multi-task trainer.',
      });
    if (freezes.has(id) || freezes.has(shares.network))
      throw new ProblemError({
        code: 'trunk-frozen',
        message: 'A student whose layers are shared freezes some of its layers.',
        fix: 'Set Freeze to none in the students that share a trunk.',
      });
  }
}
