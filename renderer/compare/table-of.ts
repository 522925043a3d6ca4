import type { RunSummary } from '../../electron/contract.ts';
import type { RunFacts } from '../../src/plan/run-facts.ts';
import { type Column, differing, resultColumns, runColumns } from './columns.ts';
import type { Entry } from './entry.ts';
import { type Filter, passes, readFilter } from './filter.ts';
import { type Line, linesOf } from './lines.ts';
import { inOrder, type Order } from './order.ts';

/** How the person wants the table. */
export type Wish = {
  readonly query: string;
  readonly order: Order;
  readonly group: string | null;
  readonly folded: ReadonlySet<string>;
  readonly pinned: readonly string[];
  readonly hidden: readonly string[];
};

/** The table of runs, ready to be drawn. */
export type Table = {
  /** Every column that there is; conditions name them. */
  readonly all: readonly Column[];
  /** Those among which the person chooses: what differs, and what was pinned or grouped by. */
  readonly offered: readonly Column[];
  /** Those that are shown, the name first, then the pinned ones, then the others. */
  readonly columns: readonly Column[];
  /** How many of them stay at the left. */
  readonly fixed: number;
  readonly filter: Filter;
  /** The runs that are found, in order. */
  readonly shown: readonly Entry[];
  readonly lines: readonly Line[];
  readonly group: Column | undefined;
};

const entries = new WeakMap<RunSummary, Entry>();

/** Entries keep their identity for as long as nothing of them changes. */
export function entriesOf(
  summaries: readonly RunSummary[],
  facts: Readonly<Record<string, RunFacts>>,
): readonly Entry[] {
  return summaries.map((summary) => {
    const own = facts[summary.run] ?? null;
    const before = entries.get(summary);
    if (before?.facts === own) return before;
    const entry: Entry = { summary, facts: own };
    entries.set(summary, entry);
    return entry;
  });
}

/** So many parameters are shown at first; the rest can be ticked in the list of columns. */
const MOST_PARAMETERS = 12;

export function tableOf(
  all: readonly Entry[],
  parameters: readonly Column[],
  wish: Wish,
  now: number,
): Table {
  const results = resultColumns(all);
  const every = [...runColumns.first, ...results, ...parameters, ...runColumns.last];
  const named = (key: string | null): Column | undefined => every.find((it) => it.key === key);
  const filter = readFilter(wish.query, every);
  const found = all.filter((it) => passes(filter, it));
  const kept = new Set([...wish.pinned, wish.group, wish.order.column]);
  const differ = new Set(differing(parameters, found));
  const offered = every.filter((it) => it.kind !== 'parameter' || differ.has(it) || kept.has(it.key));
  // What is hidden among the first leaves its place to nobody: columns do not come and go with each other.
  const first = new Set(offered.filter((it) => it.kind === 'parameter').slice(0, MOST_PARAMETERS));
  const told = (it: Column): boolean => {
    if (it.key === 'tags') return found.some(({ summary }) => summary.tags.length > 0);
    return it.key !== 'document' || differing([it], found).length > 0;
  };
  const visible = offered.filter(
    (it) =>
      (kept.has(it.key) || told(it)) &&
      it.key !== 'name' &&
      !wish.hidden.includes(it.key) &&
      (it.kind !== 'parameter' || first.has(it) || kept.has(it.key)),
  );
  const pinned = wish.pinned.flatMap((key) => visible.find((it) => it.key === key) ?? []);
  const name = every.filter((it) => it.key === 'name');
  const shown = inOrder(found, named(wish.order.column), wish.order.descending);
  const group = named(wish.group);
  return {
    all: every,
    offered,
    columns: [...name, ...pinned, ...visible.filter((it) => !pinned.includes(it))],
    fixed: name.length + pinned.length,
    filter,
    shown,
    lines: linesOf(shown, group, wish.folded, now),
    group,
  };
}
