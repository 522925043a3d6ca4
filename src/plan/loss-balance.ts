import type { BalancePart, EngineEvent } from './events.ts';
import type { Stage } from './plan.ts';
import { tasksOf } from './tasks.ts';

export type Balance = Extract<EngineEvent, { kind: 'balance' }>;

/** What a loss brings, on the mean of some measurements. */
export type LossBalance = {
  /** The term. */
  readonly at: string;
  /** Null where it was not finite. */
  readonly value: number | null;
  readonly weight: number | null;
  /** Norm of the weighted gradient. */
  readonly gradient: number | null;
  /** 0 … 1 of the sum of all norms; null where one of them is not finite, or all are zero. */
  readonly share: number | null;
  /** The weight at which it would bring as much as the others on their mean; null where none does that. */
  readonly evenWeight: number | null;
};

/** So many measurements are taken together: one batch says little. */
const RECENT = 5;
/** Below the first or above the second share of the gradient, one loss is hardly heard or drowns the others. */
export const UNEVEN = { below: 0.05, above: 0.95 } as const;

/** A task of a stage, or a stage that has only one, and what was measured of its losses. */
export type TaskBalance = { readonly task: Stage; readonly events: readonly Balance[] };

/** What was measured of a stage by its tasks, those left out of which nothing was. @param events of the stage, in order */
export function balanceByTask(stage: Stage, events: readonly Balance[]): readonly TaskBalance[] {
  const measured = stage.tasks
    ? tasksOf(stage).map((task) => ({ task, events: events.filter((it) => isOf(task, it)) }))
    : [{ task: stage, events }];
  return measured.filter((it) => it.events.length > 0);
}

const isOf = ({ balance }: Stage, { parts }: Balance): boolean =>
  parts.some((it) => balance?.parts.includes(it.at));

/** @param events of one task, in order; the last ones count */
export function lossBalance(events: readonly Balance[]): readonly LossBalance[] {
  const recent = events.slice(-RECENT);
  const parts = recent.at(-1)?.parts ?? [];
  const means = parts.map(({ at }) => {
    const own = recent.flatMap((it) => it.parts.filter((part) => part.at === at));
    const mean = (of: keyof Omit<BalancePart, 'at'>): number | null => {
      const values = own.map((it) => it[of]);
      return values.every((it) => it !== null)
        ? values.reduce((sum, it) => sum + it, 0) / values.length
        : null;
    };
    return { at, value: mean('value'), weight: mean('weight'), gradient: mean('gradient') };
  });
  const sum = means.reduce<number | null>(
    (total, { gradient }) => (total === null || gradient === null ? null : total + gradient),
    0,
  );
  // Weights that sum to one, as alpha and what is left of it, still do.
  const whole = means.reduce((total, it) => total + (it.weight ?? Number.NaN), 0);
  const oneInAll = Math.abs(whole - 1) < 1e-3;
  return means.map((it) => {
    const { weight, gradient } = it;
    if (sum === null || sum === 0 || gradient === null) return { ...it, share: null, evenWeight: null };
    const even =
      weight === null || gradient === 0 || gradient === sum
        ? null
        : (weight * (sum - gradient)) / (gradient * (means.length - 1));
    return {
      ...it,
      share: gradient / sum,
      evenWeight: even !== null && oneInAll ? even / (whole - (weight ?? 0) + even) : even,
    };
  });
}

/**
 * The loss that is hardly heard, or the one that drowns all others; undefined where they are in balance.
 *
 * @param regularizers losses that are small by design: what is hardly heard of them is no fault, and they are nobody's measure
 */
export function unevenLoss(
  losses: readonly LossBalance[],
  regularizers: ReadonlySet<string> = new Set(),
): LossBalance | undefined {
  const inOrder = losses
    .filter((it) => it.share !== null && !regularizers.has(it.at))
    .toSorted((one, other) => (one.share ?? 0) - (other.share ?? 0));
  if (inOrder.length < 2) return undefined;
  const [least, most] = [inOrder[0], inOrder.at(-1)];
  if ((most?.share ?? 0) > UNEVEN.above && inOrder.length > 2) return most;
  return (least?.share ?? 1) < UNEVEN.below ? least : undefined;
}

/** `0.25`, `12`, `0.0031`: as exact as a weight need be. */
export const weightText = (weight: number): string => String(Number(weight.toPrecision(2)));
