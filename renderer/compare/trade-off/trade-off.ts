import type { Column } from '../columns.ts';
import type { Entry } from '../entry.ts';
import { type Scale, scaleOf } from '../scale.ts';
import { paretoFront } from './pareto.ts';

/** One run in the plot. */
export type TradePoint = { readonly entry: Entry; readonly x: number; readonly y: number };

/** Runs by two figures, and those of them that no other beats in both. */
export type TradeOff = {
  /** From left to right. */
  readonly points: readonly TradePoint[];
  /** The front from its good end of x on; empty where one of the figures has no good end. */
  readonly front: readonly TradePoint[];
  readonly x: Scale;
  readonly y: Scale;
};

export function tradeOff(entries: readonly Entry[], x: Column, y: Column): TradeOff {
  const points = entries
    .flatMap((entry): TradePoint[] => {
      const [across, up] = [x.cell(entry), y.cell(entry)];
      return typeof across === 'number' && typeof up === 'number' ? [{ entry, x: across, y: up }] : [];
    })
    .sort((a, b) => a.x - b.x || a.y - b.y);
  const front = x.better && y.better ? paretoFront(points, x.better, y.better) : [];
  return {
    points,
    front: front.map((at) => points[at] as TradePoint),
    x: scaleOf(points.map((it) => it.x)),
    y: scaleOf(points.map((it) => it.y)),
  };
}

/** Columns by which runs can be laid out: at least one run has a number in it. */
export const numericColumns = (columns: readonly Column[], entries: readonly Entry[]): readonly Column[] =>
  columns.filter(
    (column) => column.unit !== 'text' && entries.some((it) => typeof column.cell(it) === 'number'),
  );

/** The columns of the plot: those that were wished for, else accuracy against size; undefined where no run has figures. */
export function tradeOffAxes(
  offered: readonly Column[],
  wished: { readonly x?: string; readonly y?: string },
): { readonly x: Column; readonly y: Column } | undefined {
  const named = (...keys: readonly (string | undefined)[]): Column | undefined =>
    keys.map((key) => offered.find((it) => it.key === key)).find((it) => it !== undefined);
  const y = named(wished.y, 'accuracy') ?? offered[0];
  const x = named(wished.x, 'parameters', 'duration') ?? offered[0];
  return x && y && { x, y };
}

/**
 * The front as a line between whose corners nothing better is possible: along x as far as the next point, then up to it.
 *
 * @param place where a point stands on the paper
 */
export function frontPath(
  front: readonly TradePoint[],
  place: (point: TradePoint) => { readonly x: number; readonly y: number },
): string {
  const corners = front.map(place);
  return corners
    .map(({ x, y }, at) => {
      const before = corners[at - 1];
      return before ? `H${x.toFixed(1)}V${y.toFixed(1)}` : `M${x.toFixed(1)} ${y.toFixed(1)}`;
    })
    .join('');
}
