import { memo } from 'react';
import type { RunSummary } from '../../electron/contract.ts';
import { relativeTime } from '../gallery/relative-time.ts';
import { useRuns } from '../stores/runs.ts';
import { formatPercent } from './format.ts';
import { usePanelView } from './panel-view.ts';
import { RunMenu } from './run-menu.tsx';
import './run-row.css';
import { RunTitle } from './run-title.tsx';
import { stateWord } from './run-words.ts';
import { StateMark } from './state-mark.tsx';

type RunRowProps = {
  readonly summary: RunSummary;
  readonly current: boolean;
  /** Place in the queue, from 0; -1 where it does not wait. */
  readonly place: number;
  /** Milliseconds since 1970. */
  readonly now: number;
};

/** One run in the list. Drawn anew only when something of it changes: one of many runs may tell ten times a second. */
export const RunRow = memo(function RunRow({ summary, current, place, now }: RunRowProps) {
  const { run, title, status, progress, accuracy } = summary;
  const writing = usePanelView((it) => it.renaming?.run === run && it.renaming.at === 'list');
  const words = (
    <>
      <StateMark state={status} progress={progress} />
      <span className="run-words">
        <RunTitle run={run} title={title} at="list" />
        <span className="run-row-meta truncate">{metaOf(summary, place, now)}</span>
      </span>
      {accuracy !== null && (
        <span className="run-row-figure" title="Accuracy of the student">
          {formatPercent(accuracy)}
        </span>
      )}
    </>
  );
  return (
    <li className="run-row" data-current={current || undefined}>
      {writing ? (
        <div className="run-open">{words}</div>
      ) : (
        <button
          type="button"
          className="run-open"
          aria-current={current || undefined}
          onClick={() => void useRuns.getState().open(run)}
          onDoubleClick={() => usePanelView.setState({ renaming: { run, at: 'list' } })}
        >
          {words}
        </button>
      )}
      <RunMenu summary={summary} at="list" />
    </li>
  );
});

function metaOf({ status, created, progress }: RunSummary, place: number, now: number): string {
  if (status === 'queued') return place > 0 ? `Number ${place + 1} in the queue` : 'Next in the queue';
  if (status === 'running' || status === 'paused')
    return `${stateWord(status)}, ${Math.floor(progress * 100)} %`;
  const when = relativeTime(created, now);
  return status === 'done' ? when : `${stateWord(status)} · ${when}`;
}
