import { useDeferredValue, useMemo } from 'react';
import { useNow } from '../runs/use-now.ts';
import { useRuns } from '../stores/runs.ts';
import { parameterColumns } from './columns.ts';
import { useComparison } from './comparison.ts';
import type { Entry } from './entry.ts';
import { entriesOf, type Table, tableOf } from './table-of.ts';

/** The table as it stands now, and all runs that it is made of. What is typed is drawn before what it finds. */
export function useTable(): { readonly table: Table; readonly entries: readonly Entry[] } {
  const summaries = useDeferredValue(useRuns((it) => it.summaries)) ?? NO_RUNS;
  const facts = useDeferredValue(useComparison((it) => it.facts));
  const query = useDeferredValue(useComparison((it) => it.query));
  const order = useComparison((it) => it.order);
  const group = useComparison((it) => it.group);
  const folded = useComparison((it) => it.folded);
  const pinned = useComparison((it) => it.pinned);
  const hidden = useComparison((it) => it.hidden);
  const now = useNow();
  const entries = useMemo(() => entriesOf(summaries, facts), [summaries, facts]);
  // Summaries of what runs change ten times a second, and have no part in this.
  const parameters = useMemo(
    () => parameterColumns(Object.values(facts).map((it) => ({ facts: it }))),
    [facts],
  );
  const table = useMemo(
    () => tableOf(entries, parameters, { query, order, group, folded, pinned, hidden }, now),
    [entries, parameters, query, order, group, folded, pinned, hidden, now],
  );
  return { table, entries };
}

const NO_RUNS: readonly never[] = [];
