import type { RunSummary } from '../../electron/contract.ts';
import { ProgressBar } from '../design/progress.tsx';
import { shownName } from '../stores/document.ts';
import { useRuns } from '../stores/runs.ts';
import { togglePanel } from '../stores/view.ts';
import { useWorkspace } from '../stores/workspace.ts';
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
  const elsewhere = useElsewhere(summary.run);
  const words = summary.status === 'paused' ? 'Paused' : doing;
  const tail = left === null ? `${Math.floor(share * 100)} %` : `${formatLeft(left)} left`;
  return (
    <button
      type="button"
      className="run-progress"
      title={titleOf(summary.title, elsewhere, waiting)}
      onClick={() => {
        togglePanel('runs', true);
        void useRuns.getState().open(summary.run);
      }}
    >
      <span className="truncate">{elsewhere === undefined ? words : `${elsewhere}: ${words}`}</span>
      <span>{preparing ? '' : tail}</span>
      <ProgressBar
        label={`Progress of ${summary.title}`}
        value={preparing ? null : share}
        colour={summary.status === 'paused' ? 'var(--warning)' : 'var(--accent)'}
      />
    </button>
  );
}

function titleOf(run: string, elsewhere: string | undefined, waiting: number): string {
  if (elsewhere === undefined) return waiting > 0 ? `${run}, and ${waiting} in the queue` : run;
  return waiting > 0
    ? `${run}, started from ${elsewhere}, and ${waiting} in the queue`
    : `${run}, started from ${elsewhere}`;
}

/** What the document is called that a run was started from, where another one is shown. */
function useElsewhere(run: string): string | undefined {
  const from = useRuns((it) => it.startedFrom[run]);
  return useWorkspace(({ documents, active }) => {
    const open = from === undefined || from === active ? undefined : documents[from];
    return open && shownName(open);
  });
}
