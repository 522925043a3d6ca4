import { type KeyboardEvent, useState } from 'react';
import { SearchField } from '../design/field.tsx';
import { useRuns } from '../stores/runs.ts';
import { filterRuns } from './filter-runs.ts';
import { RunRow } from './run-row.tsx';
import './runs-list.css';
import { useNow } from './use-now.ts';

/** So few are seen at a glance. */
const FILTERED = 6;

/** All runs, newest first. */
export function RunsList() {
  const summaries = useRuns((it) => it.summaries) ?? [];
  const current = useRuns((it) => it.current);
  const queue = useRuns((it) => it.queue);
  const [wanted, setWanted] = useState('');
  const now = useNow();
  const shown = filterRuns(summaries, wanted);
  return (
    <nav className="runs-list" aria-label="All runs">
      {summaries.length > FILTERED && (
        <div className="runs-filter">
          <SearchField
            label="Filter runs"
            value={wanted}
            onChange={(event) => setWanted(event.currentTarget.value)}
            onKeyDown={(event) => event.key === 'Escape' && setWanted('')}
          />
        </div>
      )}
      <ul className="runs-rows" onKeyDown={walk}>
        {shown.map((summary) => (
          <RunRow
            key={summary.run}
            summary={summary}
            current={summary.run === current}
            place={queue.indexOf(summary.run)}
            now={now}
          />
        ))}
      </ul>
      {shown.length === 0 && wanted !== '' && <p className="runs-none">No run is called “{wanted}”.</p>}
    </nav>
  );
}

/** Arrow keys go from run to run. */
function walk(event: KeyboardEvent<HTMLElement>): void {
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('button.run-open')];
  const here = rows.indexOf(event.target as HTMLElement);
  const to = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: rows.length - 1 }[event.key];
  if (here < 0 || to === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  rows[to]?.focus();
}
