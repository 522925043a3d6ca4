import type { RunSummary } from '../../electron/contract.ts';
import { bridge } from '../bridge.ts';
import { announce } from '../design/announcer.tsx';
import { showToast } from '../design/toast.tsx';
import { useRuns } from '../stores/runs.ts';
import { togglePanel, useView } from '../stores/view.ts';
import { runChanges } from './run-changes.ts';
import { runNews } from './run-words.ts';

/** Listens to main, and tells what happens to runs where nobody is looking; returns the undoing. */
export function connectRuns(): () => void {
  const undo = [
    useRuns.getState().connect(),
    useRuns.subscribe(tell),
    bridge().on['run.problem'](tellProblem),
  ];
  return () => {
    for (const it of undo) it();
  };
}

type Runs = ReturnType<typeof useRuns.getState>;

function tell(now: Runs, before: Runs): void {
  if (now.refusal && now.refusal !== before.refusal) {
    const { message, fix } = now.refusal;
    showToast({ tone: 'problem', text: message, more: fix });
    now.dismissRefusal();
  }
  if (now.summaries === before.summaries) return;
  for (const news of runChanges(before.summaries, now.summaries)) {
    announce(runNews(news));
    if (news.change === 'ended' && !isSeen(news.summary.run)) tellEnd(news.summary);
  }
}

/** Whether the run is what the panel shows, or stands among those that are compared. */
const isSeen = (run: string): boolean => {
  const { panels, comparing } = useView.getState();
  return comparing || (panels.runs && useRuns.getState().current === run);
};

function tellEnd(summary: RunSummary): void {
  const { run, status, ending } = summary;
  if (status === 'stopped') return;
  showToast({
    tone: status === 'done' ? 'good' : 'problem',
    text: runNews({ summary, change: 'ended' }),
    more: status === 'done' ? undefined : ending,
    action: { label: status === 'done' ? 'Show result' : 'Show run', onChoose: () => showRun(run) },
  });
}

function showRun(run: string): void {
  togglePanel('runs', true);
  void useRuns.getState().open(run);
}

function tellProblem({ problem }: { readonly problem: { message: string; fix?: string | undefined } }): void {
  showToast({ tone: 'problem', text: problem.message, more: problem.fix });
}
