import { type KeyboardEvent, useEffect, useRef } from 'react';
import { ThemeButton } from '../app/theme-button.tsx';
import { Button, IconButton } from '../design/button.tsx';
import { Icon } from '../design/icon.tsx';
import { useRuns } from '../stores/runs.ts';
import { leaveComparison } from '../stores/view.ts';
import { ColumnsButton } from './columns-button.tsx';
import { useComparison } from './comparison.ts';
import './comparison-screen.css';
import { openThese } from './curves/opened-runs.ts';
import { ExportButton } from './export-button.tsx';
import { FilterField } from './filter-field.tsx';
import { GroupButton } from './group-button.tsx';
import { Pane } from './pane.tsx';
import { PaneBar } from './pane-bar.tsx';
import { PaneSeparator } from './pane-separator.tsx';
import { keepFacts } from './read-facts.ts';
import { RunsTable } from './runs-table.tsx';
import { useTable } from './use-table.ts';

/** All runs in one table, and below it what tells the chosen ones apart. Lies over all else; Escape goes back. */
export function ComparisonScreen() {
  useEffect(keepFacts, []);
  const { table, entries } = useTable();
  const paneShown = useComparison((it) => it.paneShown);
  const paneShare = useComparison((it) => it.paneShare);
  const reading = useComparison((it) => it.reading);
  const known = useRuns((it) => it.summaries !== null);
  const screen = useRef<HTMLElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    const grid = screen.current?.querySelector<HTMLElement>('[role=grid]');
    (grid ?? screen.current)?.focus();
    return () => {
      openThese([]);
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  const onKeyDown = (event: KeyboardEvent): void => {
    // What lies over the screen is closed first, by the platform.
    const covered = document.querySelector(':popover-open, dialog:modal') !== null;
    if (event.key === 'Escape' && !event.defaultPrevented && !covered) leaveComparison();
  };
  return (
    <main
      ref={screen}
      className="comparison"
      aria-label="Compare runs"
      tabIndex={-1}
      onKeyDown={onKeyDown}
      style={{ ['--pane-share' as string]: paneShare }}
    >
      <header className="comparison-head">
        <span className="comparison-mark">
          <Icon name="table" size={20} />
        </span>
        <h1 className="comparison-title">Compare runs</h1>
        <span className="comparison-count" aria-live="polite">
          {counted(table.shown.length, entries.length)}
        </span>
        <span className="comparison-count">{reading ? 'reading…' : ''} </span>
        <FilterField filter={table.filter} />
        <GroupButton table={table} />
        <ColumnsButton table={table} />
        <ExportButton table={table} />
        <ThemeButton />
        <IconButton icon="close" label="Close the comparison" title="Close (Esc)" onClick={leaveComparison} />
      </header>
      {entries.length === 0 ? (
        known && <NoRuns />
      ) : (
        <div className="comparison-body">
          <div className="comparison-table">
            <RunsTable table={table} />
          </div>
          {paneShown && <PaneSeparator />}
          <section className="comparison-pane" data-shown={paneShown || undefined} aria-label="Comparison">
            <PaneBar entries={entries} />
            {paneShown && <Pane table={table} entries={entries} />}
          </section>
        </div>
      )}
    </main>
  );
}

function counted(shown: number, all: number): string {
  if (shown === all) return all === 1 ? '1 run' : `${all} runs`;
  return `${shown} of ${all} runs`;
}

function NoRuns() {
  return (
    <div className="comparison-none">
      <h2 className="comparison-none-title">No runs yet</h2>
      <p>
        Every run of a pipeline gets a row here, with its results and with the parameters in which it differs
        from the others. Run a pipeline twice with another temperature, and compare.
      </p>
      <Button look="primary" icon="back" onClick={leaveComparison}>
        Back
      </Button>
    </div>
  );
}
