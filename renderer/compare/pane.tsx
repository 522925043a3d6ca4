import { useMemo } from 'react';
import { ErrorBoundary } from '../app/error-boundary.tsx';
import { useNow } from '../runs/use-now.ts';
import { useComparison } from './comparison.ts';
import { CurvesPane } from './curves/curves-pane.tsx';
import { DifferencesPane } from './differences/differences-pane.tsx';
import type { Entry } from './entry.ts';
import { PANE_PANEL } from './pane-bar.tsx';
import { ParallelPane } from './parallel/parallel-pane.tsx';
import { runNames } from './run-names.ts';
import type { Table } from './table-of.ts';
import { TradeOffPane } from './trade-off/trade-off-pane.tsx';

type PaneProps = { readonly table: Table; readonly entries: readonly Entry[] };

/** What is shown below the table. */
export function Pane({ table, entries }: PaneProps) {
  const pane = useComparison((it) => it.pane);
  const chosen = useComparison((it) => it.chosen);
  const now = useNow();
  const names = useMemo(() => {
    const picked = new Set(chosen);
    const parameters = table.offered.filter((it) => it.kind === 'parameter');
    return runNames(
      entries.filter((it) => picked.has(it.summary.run)),
      parameters,
      now,
    );
  }, [entries, chosen, table.offered, now]);
  return (
    <div className="pane" id={PANE_PANEL} role="tabpanel" aria-label={LABELS[pane]}>
      <ErrorBoundary what="The comparison" key={pane}>
        {pane === 'curves' && <CurvesPane names={names} />}
        {pane === 'differences' && <DifferencesPane names={names} />}
        {pane === 'trade-off' && <TradeOffPane table={table} />}
        {pane === 'parallel' && <ParallelPane table={table} />}
      </ErrorBoundary>
    </div>
  );
}

const LABELS = {
  curves: 'Curves',
  differences: 'Differences',
  'trade-off': 'Trade-off',
  parallel: 'Parallel coordinates',
} as const;
