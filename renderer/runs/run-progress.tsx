import type { RunSummary } from '../../electron/contract.ts';
import { ProgressBar } from '../design/progress.tsx';
import { useRuns } from '../stores/runs.ts';
import { togglePanel } from '../stores/view.ts';
import { formatLeft } from './format.ts';
import { doingWords, overallProgress, secondsLeft } from './run-words.ts';

type RunProgressProps = { readonly summary: RunSummary; readonly waiting: number };

/** How far the run is that goes on now; a press shows it. */
export function RunProgress({ summary, waiting }: RunProgressProps) {
  const opened = useRuns((it) => it.opened[summary.run]);
  const lanes = opened?.data.lanes ?? [];
  const share = opened ? overallProgress(opened.view, lanes) : summary.progress;
  const left = opened ? secondsLeft(opened.view, opened.data.plan) : null;
  const preparing = opened?.view.state === 'preparing';
  const learning = lanes.find((it) => opened?.view.state === 'running' && it.stage === opened.view.stage);
  const doing = learning?.title ?? (opened ? doingWords(opened.view, lanes) : summary.title);
  const tail = left === null ? `${Math.floor(share * 100)} %` : `${formatLeft(left)} left`;
  return (
    <button
      type="button"
      className="run-progress"
      title={`${summary.title}${waiting > 0 ? `, and ${waiting} in the queue` : ''}`}
      onClick={() => {
        togglePanel('runs', true);
        void useRuns.getState().open(summary.run);
      }}
    >
      <span className="truncate">{summary.status === 'paused' ? 'Paused' : doing}</span>
      <span>{preparing ? '' : tail}</span>
      <ProgressBar
        label={`Progress of ${summary.title}`}
        value={preparing ? null : share}
        colour={summary.status === 'paused' ? 'var(--warning)' : 'var(--accent)'}
      />
    </button>
  );
}
