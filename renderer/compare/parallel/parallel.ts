import { type Column, differing } from '../columns.ts';
import type { Entry } from '../entry.ts';
import type { Cell } from '../quantity.ts';
import { scaleOf } from '../scale.ts';

/** One upright axis: a column, and where each of its values stands. */
export type ParallelAxis = {
  readonly column: Column;
  /** 0 at the foot … 1 at the top; null for what has no value here. */
  readonly at: (cell: Cell) => number | null;
  /** Values that are written beside it. */
  readonly ticks: readonly { readonly at: number; readonly cell: Exclude<Cell, null> }[];
};

/** So many axes can be told apart beside each other. */
const MOST_AXES = 10;
/** Words are written out at an axis up to so many. */
const MOST_WORDS = 12;

/**
 * The columns that are laid beside each other: the parameters that the table shows, then the results, as far as runs differ
 * in them. Results keep their place where there are too many.
 */
export function parallelColumns(columns: readonly Column[], entries: readonly Entry[]): readonly Column[] {
  const valued = differing(columns, entries);
  const results = valued.filter((it) => it.kind === 'result').slice(0, 3);
  const parameters = valued.filter((it) => it.kind === 'parameter').slice(0, MOST_AXES - results.length);
  return [...parameters, ...results];
}

export function axisOf(column: Column, entries: readonly Entry[]): ParallelAxis {
  const cells = entries.map((it) => column.cell(it)).filter((it) => it !== null);
  if (cells.some((it) => typeof it === 'string')) return axisOfWords(column, cells.map(String));
  const numbers = cells as number[];
  const distinct = [...new Set(numbers)].sort((a, b) => a - b);
  const scale = scaleOf(numbers, 5);
  const ticks = distinct.length <= 5 ? distinct : scale.ticks;
  return {
    column,
    at: (cell) => (typeof cell === 'number' ? scale.at(cell) : null),
    ticks: ticks.map((cell) => ({ at: scale.at(cell), cell })),
  };
}

/** Words stand at equal distances, in the order of the alphabet. */
function axisOfWords(column: Column, words: readonly string[]): ParallelAxis {
  const distinct = [...new Set(words)].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  const place = (word: string): number => (distinct.indexOf(word) + 0.5) / distinct.length;
  const every = Math.ceil(distinct.length / MOST_WORDS);
  return {
    column,
    at: (cell) => (cell === null ? null : distinct.includes(String(cell)) ? place(String(cell)) : null),
    ticks: distinct.filter((_, at) => at % every === 0).map((cell) => ({ at: place(cell), cell })),
  };
}

/**
 * The line of a run through the axes; it breaks where the run has no value.
 *
 * @param place where a point stands on the paper: the axis from 0 on, and its height 0 … 1
 */
export function linePath(
  entry: Entry,
  axes: readonly ParallelAxis[],
  place: (axis: number, height: number) => { readonly x: number; readonly y: number },
): string {
  let pen = false;
  let path = '';
  for (const [index, { column, at }] of axes.entries()) {
    const height = at(column.cell(entry));
    if (height === null) {
      pen = false;
      continue;
    }
    const { x, y } = place(index, height);
    path += `${pen ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}`;
    pen = true;
  }
  return path;
}
