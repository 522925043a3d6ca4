import { type Spread, spreadOf } from '../../src/plan/leaderboard.ts';
import type { Column } from './columns.ts';
import type { Entry } from './entry.ts';
import { type Cell, cellText } from './quantity.ts';

/** Runs that have one value of the column by which the table is grouped. */
export type Group = {
  readonly key: string;
  readonly label: string;
  readonly entries: readonly Entry[];
  /** Accuracy of the students over the runs that were measured; null where none was. */
  readonly accuracy: Spread | null;
  readonly measured: number;
};

/** What stands in one row of the table. */
export type Line =
  | { readonly kind: 'group'; readonly group: Group; readonly folded: boolean }
  | { readonly kind: 'run'; readonly entry: Entry };

const keyOf = (cell: Cell): string => (cell === null ? 'none' : `${typeof cell} ${cell}`);

/** Groups in the order of their first run, so that the best group is where the best run is; runs keep their order within. */
export function groupsOf(entries: readonly Entry[], by: Column, now: number): readonly Group[] {
  const found = new Map<string, { label: string; entries: Entry[] }>();
  for (const entry of entries) {
    const cell = by.cell(entry);
    const key = keyOf(cell);
    const group = found.get(key);
    if (group) group.entries.push(entry);
    else found.set(key, { label: cell === null ? 'none' : cellText(by.unit, cell, now), entries: [entry] });
  }
  return [...found].map(([key, { label, entries: own }]) => {
    const accuracies = own.flatMap(({ summary }) => summary.accuracy ?? []);
    return { key, label, entries: own, accuracy: spreadOf(accuracies), measured: accuracies.length };
  });
}

/** The rows of the table, groups with their runs below them; a folded group shows none of its runs. */
export function linesOf(
  entries: readonly Entry[],
  by: Column | undefined,
  folded: ReadonlySet<string>,
  now: number,
): readonly Line[] {
  if (!by) return entries.map((entry) => ({ kind: 'run', entry }));
  return groupsOf(entries, by, now).flatMap((group): Line[] => {
    const closed = folded.has(group.key);
    const head: Line = { kind: 'group', group, folded: closed };
    return closed ? [head] : [head, ...group.entries.map((entry): Line => ({ kind: 'run', entry }))];
  });
}
