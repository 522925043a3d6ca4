import type { Track } from '../lanes.ts';
import type { RunData } from '../run-data.ts';
import type { RunView } from '../run-view.ts';
import { epochPoints, readColumn } from './series.ts';

/** Least and greatest of an axis, from those of the data; both are infinite or null where there is none. */
export type Range = (low: number | null, high: number | null) => readonly [number, number];

const known = (value: number | null): value is number => value !== null && Number.isFinite(value);

/** From nought, where that costs little of the picture. */
export const fromNought: Range = (low, high) => {
  if (!known(low) || !known(high)) return [0, 1];
  if (low === high) return low === 0 ? [0, 1] : [Math.min(0, low * 1.2), Math.max(0, high * 1.2)];
  const room = (high - low) * 0.05;
  return [low >= 0 && low < high * 0.5 ? 0 : low - room, high + room];
};

/** Always from nought: a schedule is read as a share of its greatest rate, however little of it has passed. */
export const rateRange: Range = (_, high) => [0, known(high) && high > 0 ? high * 1.05 : 1];

export const logRange: Range = (low, high) => {
  if (!known(low) || !known(high) || low <= 0 || high <= 0) return [0.01, 10];
  return [low / 1.25, Math.max(high, low * 1.5) * 1.25];
};

/** So much of the past counts for where a curve stands that has no evaluation yet. */
const CALM = 0.9;

/**
 * What is told apart happens in the last few percent: the axis is fitted to the evaluations as soon as there are
 * any, and the batches of the first steps fall below it. A network that has none yet is in the picture all the same.
 */
export const accuracyRange = (data: RunData, view: RunView, lanes: readonly Track[]): Range =>
  accuraciesRange(lanes.map((lane) => ({ data, view, lane })));

/** The same for trainings of several runs. */
export function accuraciesRange(
  curves: readonly { readonly data: RunData; readonly view: RunView; readonly lane: Track }[],
): Range {
  const measured = curves.map(({ view, lane }) => epochPoints(view.epochs, lane).map((it) => it.y));
  const stands = curves.flatMap(({ data, lane }, at) =>
    measured[at]?.length === 0 ? (readColumn(data, lane, 'accuracy', null, CALM) ?? []) : [],
  );
  const values = measured.flat();
  return (low, high) => {
    if (values.length === 0) return [known(low) ? Math.min(low, 0.9) : 0, 1];
    const least = Math.min(...values, ...stands);
    const greatest = Math.max(...values, Math.min(1, high ?? 0));
    const room = Math.max(0.002, (greatest - least) * 0.12);
    return [Math.max(0, least - room), Math.min(1, greatest + room)];
  };
}
