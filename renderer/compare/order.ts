import type { Column } from './columns.ts';
import type { Entry } from './entry.ts';
import type { Cell } from './quantity.ts';

/** By which column runs stand, and from which end. */
export type Order = { readonly column: string; readonly descending: boolean };

/** Newest first: how runs stand until somebody wants otherwise. */
export const NEWEST: Order = { column: 'when', descending: true };

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** Numbers before words; words as a person sorts them, `run 2` before `run 10`. */
function compareCells(a: Exclude<Cell, null>, b: Exclude<Cell, null>): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'string' && typeof b === 'string') return collator.compare(a, b);
  return typeof a === 'number' ? -1 : 1;
}

/** Runs in order; those without a value come last from either end, and equals newest first. */
export function inOrder(
  entries: readonly Entry[],
  column: Column | undefined,
  descending: boolean,
): readonly Entry[] {
  const keyed = entries.map((entry) => ({ entry, cell: column?.cell(entry) ?? null }));
  keyed.sort((a, b) => {
    if (a.cell !== null && b.cell !== null) {
      const by = compareCells(a.cell, b.cell);
      if (by !== 0) return descending ? -by : by;
    } else if (a.cell !== b.cell) return a.cell === null ? 1 : -1;
    const newer = b.entry.summary.created - a.entry.summary.created;
    return newer !== 0 ? newer : collator.compare(a.entry.summary.run, b.entry.summary.run);
  });
  return keyed.map((it) => it.entry);
}

/** How a press on a column's head changes the order: its good end first, then the other, then as it was at first. */
export function nextOrder(now: Order, column: Column): Order {
  const first = column.better ? column.better === 'more' : column.unit === 'date';
  if (now.column !== column.key) return { column: column.key, descending: first };
  return now.descending === first ? { column: column.key, descending: !first } : NEWEST;
}
