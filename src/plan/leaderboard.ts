import type { RunEvent } from './events.ts';
import { networkShape } from './layers.ts';
import { learningIn, type Origin, type Output, type Plan, type Stage } from './plan.ts';

type Of<K extends RunEvent['kind']> = Extract<RunEvent, { kind: K }>;
export type Leaderboard = Extract<Output, { kind: 'leaderboard' }>;

/** Mean over seeds, and the sample's standard deviation (n − 1 below the sum); null of a single seed. */
export type Spread = { readonly mean: number; readonly deviation: number | null };

/** How one method did. */
export type Standing = {
  /** One a seed. */
  readonly stages: readonly Stage[];
  /** The student of each stage. */
  readonly networks: readonly string[];
  /** Trained on the labels alone, for the others to be measured against. */
  readonly alone: boolean;
  /** How many seeds its figures come from. */
  readonly measured: number;
  /** Share 0 … 1 of the evaluated part; while a run goes on, after the last epoch on the part that stages are measured on. */
  readonly accuracy: Spread | null;
  /** Whether that is of the evaluation and not of an epoch. */
  readonly final: boolean;
  /** What it adds to the student alone of the same seed: start and examples are equal, so that the pair is compared. */
  readonly gain: Spread | null;
  /** Share of examples on which student and teacher say the same. */
  readonly agreement: Spread | null;
  /** Median over epochs of each epoch's median, in milliseconds; null where nothing was timed. */
  readonly millisecondsPerStep: number | null;
  /** Weights that are trained beside the student's and dropped after: of projectors and the like. */
  readonly extraParameters: number;
};

/**
 * The table of a shoot-out, best mean accuracy first, from what the run told. Unmeasured methods stand last, in the
 * plan's order.
 */
export function standings(
  plan: Plan,
  { entries }: Leaderboard,
  told: { readonly evaluations: readonly Of<'evaluation'>[]; readonly epochs: readonly Of<'epoch'>[] },
): Standing[] {
  const stageOf = (id: string): Stage => plan.stages.find((it) => it.id === id) as Stage;
  const rows = entries.map(({ stages }) => stages.map(stageOf));
  const aloneBySeed = new Map(
    rows.flatMap((stages) =>
      stages.filter(isAlone).map((it) => [it.seed, figuresOf(it, plan, told)] as const),
    ),
  );
  const standing = (stages: readonly Stage[]): Standing => {
    const figures = stages.map((it) => ({ seed: it.seed, ...figuresOf(it, plan, told) }));
    const finals = figures.filter((it) => it.evaluated !== null);
    const final = finals.length > 0;
    const gains = finals.flatMap(({ seed, evaluated }) => {
      const alone = aloneBySeed.get(seed)?.evaluated;
      return alone && evaluated ? [evaluated.measured.accuracy - alone.measured.accuracy] : [];
    });
    const accuracies = final
      ? finals.flatMap((it) => it.evaluated?.measured.accuracy ?? [])
      : figures.flatMap((it) => it.soFar ?? []);
    return {
      stages,
      networks: stages.flatMap((it) => studentOf(plan, it) ?? []),
      alone: stages.every(isAlone),
      measured: accuracies.length,
      accuracy: spreadOf(accuracies),
      final,
      gain: stages.every(isAlone) ? null : spreadOf(gains),
      agreement: spreadOf(finals.flatMap((it) => it.evaluated?.agreement ?? [])),
      millisecondsPerStep: median(figures.flatMap((it) => it.times)),
      extraParameters: extraParameters(plan, stages[0] as Stage),
    };
  };
  const worth = ({ accuracy }: Standing): number => accuracy?.mean ?? Number.NEGATIVE_INFINITY;
  // Sorting keeps the order of equals.
  return rows.map(standing).sort((a, b) => (worth(a) === worth(b) ? 0 : worth(b) - worth(a)));
}

/** What the student that has no teacher is called among methods. */
export const ALONE = 'Student alone';

/**
 * The name of each method of a leaderboard, by the stages that train by it: that of the node of its loss. Equal names are
 * numbered.
 *
 * @param titleOf what the person calls a node
 */
export function methodNames(
  { stages }: Pick<Plan, 'stages'>,
  { entries }: Leaderboard,
  origin: Origin,
  titleOf: (node: string) => string,
): ReadonlyMap<string, string> {
  const seen = new Map<string, number>();
  const names = new Map<string, string>();
  for (const entry of entries) {
    const first = stages.find((it) => it.id === entry.stages[0]);
    const node = origin[first?.total ?? '']?.[0];
    const title = first?.baselineOf != null ? ALONE : node === undefined ? entry.stages[0] : titleOf(node);
    const count = (seen.get(title as string) ?? 0) + 1;
    seen.set(title as string, count);
    for (const id of entry.stages) names.set(id, count > 1 ? `${title} ${count}` : (title as string));
  }
  return names;
}

/** The leaderboards of a plan. */
export const leaderboardsOf = ({ outputs }: Pick<Plan, 'outputs'>): readonly Leaderboard[] =>
  outputs.filter((it) => it.kind === 'leaderboard');

/** Networks that a leaderboard tells of, by the stage that trains them. */
export function comparedNetworks(plan: Plan): ReadonlyMap<string, Stage> {
  const compared = new Set(leaderboardsOf(plan).flatMap((it) => it.entries.flatMap(({ stages }) => stages)));
  return new Map(
    plan.stages
      .filter((it) => compared.has(it.id))
      .flatMap((stage) => stage.train.map((network) => [network, stage] as const)),
  );
}

const isAlone = (stage: Stage): boolean => stage.baselineOf !== null;

/** The network of a stage that is kept: a student, or the student alone. */
function studentOf(plan: Plan, { train }: Stage): string | undefined {
  const own = plan.networks.filter((it) => train.includes(it.id));
  return own.find((it) => it.role === 'student' || it.role === 'baseline')?.id;
}

function figuresOf(
  stage: Stage,
  plan: Plan,
  { evaluations, epochs }: Parameters<typeof standings>[2],
): { evaluated: Of<'evaluation'> | null; soFar: number | null; times: number[] } {
  const student = studentOf(plan, stage);
  const own = epochs.filter((it) => it.stage === stage.id);
  const measured = own.at(-1)?.measured.find((it) => it.network === student);
  return {
    evaluated: evaluations.findLast((it) => it.measured.network === student) ?? null,
    soFar: measured?.accuracy ?? null,
    times: own.flatMap((it) => it.millisecondsPerStep ?? []),
  };
}

function extraParameters(plan: Plan, stage: Stage): number {
  const student = studentOf(plan, stage);
  return plan.networks
    .filter((it) => learningIn(stage).includes(it.id) && it.id !== student)
    .reduce((sum, it) => sum + networkShape(it.layers, it.input).parameters, 0);
}

export function spreadOf(values: readonly number[]): Spread | null {
  if (values.length === 0) return null;
  const mean = values.reduce((sum, it) => sum + it, 0) / values.length;
  if (values.length === 1) return { mean, deviation: null };
  const squares = values.reduce((sum, it) => sum + (it - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / (values.length - 1)) };
}

/** The middle one; of an even number the mean of the two. */
export function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const high = sorted[Math.floor(middle)];
  if (high === undefined) return null;
  return Number.isInteger(middle) ? ((sorted[middle - 1] as number) + high) / 2 : high;
}
