import type { Column } from './columns.ts';
import type { Entry } from './entry.ts';

/** The best figure of each column of results, by key, where at least two runs differ in it. */
export function bestCells(
  columns: readonly Column[],
  entries: readonly Entry[],
): ReadonlyMap<string, number> {
  const best = new Map<string, number>();
  for (const column of columns) {
    if (column.kind !== 'result' || !column.better) continue;
    const values = entries.flatMap((it) => {
      const cell = column.cell(it);
      return typeof cell === 'number' ? [cell] : [];
    });
    let least = Number.POSITIVE_INFINITY;
    let most = Number.NEGATIVE_INFINITY;
    for (const it of values) {
      least = Math.min(least, it);
      most = Math.max(most, it);
    }
    if (least < most) best.set(column.key, column.better === 'more' ? most : least);
  }
  return best;
}

/** The columns, by key, in which numbers stand: they are written below each other by their digits. */
export const numericKeys = (columns: readonly Column[], entries: readonly Entry[]): ReadonlySet<string> =>
  new Set(
    columns
      .filter((column) => {
        // A parameter is of any kind; before anything is measured, all else is told by its unit.
        if (column.kind !== 'parameter') return column.unit !== 'text';
        const first = entries.find((it) => column.cell(it) !== null);
        return first !== undefined && typeof column.cell(first) === 'number';
      })
      .map((it) => it.key),
  );
