import type { Column } from '../column.ts';

/**
 * The steps that a chart can show, as buckets of equal width. One step a bucket: a point is drawn where it is.
 * More: two points a bucket, the least and the greatest, so that no spike is lost however many lie in it.
 */
export type Grid = {
  readonly from: number;
  /** Steps in one bucket. */
  readonly width: number;
  readonly buckets: number;
};

/** Whole steps [from, to] into at most so many buckets. */
export function gridOf(from: number, to: number, pixels: number): Grid {
  const steps = Math.max(1, to - from + 1);
  const width = Math.max(1, Math.ceil(steps / Math.max(1, pixels)));
  return { from, width, buckets: Math.ceil(steps / width) };
}

/** Where the points of a grid stand. */
export function gridSteps({ from, width, buckets }: Grid): number[] {
  if (width === 1) return Array.from({ length: buckets }, (_, at) => from + at);
  return Array.from(
    { length: buckets * 2 },
    (_, at) => from + (at >> 1) * width + (at & 1 ? 0.75 : 0.25) * width,
  );
}

/** A column at the points of a grid; null where nothing is. Both columns are as long as each other. */
export function sample(
  steps: Column,
  values: Column,
  { from, width, buckets }: Grid,
  positive = false,
): (number | null)[] {
  const pointsEach = width === 1 ? 1 : 2;
  const out = new Array<number | null>(buckets * pointsEach).fill(null);
  let begin = steps.search(from);
  for (let bucket = 0; bucket < buckets && begin < steps.length; bucket += 1) {
    const end = endOf(steps, begin, from + (bucket + 1) * width, width);
    if (end === begin) continue;
    const { low, high } = values.extremes(begin, end);
    // On a logarithmic axis nought has no place.
    if (low <= high && (!positive || low > 0)) {
      const at = bucket * pointsEach;
      if (pointsEach === 1) out[at] = high;
      else {
        // In the order in which the line ran, as far as its ends tell.
        const rises = values.at(end - 1) >= values.at(begin);
        out[at] = rises ? low : high;
        out[at + 1] = rises ? high : low;
      }
    }
    begin = end;
  }
  return out;
}

/** Index of the first step at or after the limit. Steps are mostly without gaps, so the guess is mostly right. */
function endOf(steps: Column, begin: number, limit: number, width: number): number {
  const guess = Math.min(begin + width, steps.length);
  if (steps.at(guess - 1) < limit && !(steps.at(guess) < limit)) return guess;
  return steps.search(limit);
}

/** The value at a step, or the last before it. */
export function valueAt(steps: Column, values: Column, step: number): number | null {
  const after = steps.search(step + 1);
  const value = after === 0 ? Number.NaN : values.at(after - 1);
  return Number.isNaN(value) ? null : value;
}

/** Adds single points to a table of x and columns; all stay sorted by x. */
export function withPoints(
  xs: readonly number[],
  columns: readonly (readonly (number | null)[])[],
  points: readonly (readonly { readonly x: number; readonly y: number }[])[],
): { xs: number[]; columns: (number | null)[][] } {
  const places = new Set(xs);
  const extra = [...new Set(points.flat().map((it) => it.x))].filter((x) => !places.has(x));
  const order = [...xs, ...extra].sort((a, b) => a - b);
  const index = new Map(order.map((x, at) => [x, at]));
  const spread = (column: readonly (number | null)[]): (number | null)[] => {
    if (extra.length === 0) return [...column];
    const out = new Array<number | null>(order.length).fill(null);
    xs.forEach((x, at) => {
      out[index.get(x) as number] = column[at] ?? null;
    });
    return out;
  };
  const dotted = points.map((series) => {
    const out = new Array<number | null>(order.length).fill(null);
    for (const { x, y } of series) out[index.get(x) as number] = y;
    return out;
  });
  return { xs: order, columns: [...columns.map(spread), ...dotted] };
}
