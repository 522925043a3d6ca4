import type { RunSummary } from '../../electron/contract.ts';
import { bridge, unwrap } from '../bridge.ts';
import type { MenuItem } from '../design/menu.tsx';
import { showToast } from '../design/toast.tsx';
import { turns } from '../files/file-commands.ts';
import { showCopy } from '../files/show-document.ts';
import { problemOf } from '../problem-of.ts';
import { useRuns } from '../stores/runs.ts';
import { type RunPlace, usePanelView } from './panel-view.ts';

/** All that can be done with a run, as its menu lists it. */
export function runActions(summary: RunSummary, at: RunPlace): readonly MenuItem[] {
  const { run, status } = summary;
  const { continueRun, runAgain, runNext, stop, reveal } = useRuns.getState();
  const live = status === 'queued' || status === 'running' || status === 'paused';
  return [
    ...(summary.resumable
      ? [{ label: 'Continue', icon: 'restart' as const, onChoose: () => void continueRun(run) }]
      : []),
    ...(live
      ? [
          {
            label: status === 'queued' ? 'Take out of the queue' : 'Stop',
            icon: 'stop' as const,
            onChoose: () => void stop(run),
          },
          ...(status === 'queued'
            ? [{ label: 'Run next', icon: 'chevron-up' as const, onChoose: () => void runNext(run) }]
            : []),
        ]
      : []),
    { label: 'Run again', icon: 'play', onChoose: () => void runAgain(run) },
    { label: 'Open its pipeline', icon: 'document', onChoose: () => void openPipeline(summary) },
    { label: 'Show folder', icon: 'folder', onChoose: () => void reveal(run) },
    {
      label: 'Rename',
      icon: 'pencil',
      onChoose: () => usePanelView.setState({ renaming: { run, at } }),
    },
    'line',
    {
      label: 'Remove…',
      icon: 'trash',
      danger: true,
      disabled: live,
      onChoose: () => usePanelView.setState({ removing: [run] }),
    },
  ];
}

/** Opens the document that a run was made from, as a copy without a file, with the run's progress on it. */
async function openPipeline({ run, title }: RunSummary): Promise<void> {
  try {
    const { opened, attach } = useRuns.getState();
    const text =
      opened[run]?.data.documentText ?? (await unwrap(bridge().call['run.read']({ run }))).document;
    await turns.unlessBusy(async () => {
      if (showCopy(title, text)) attach(run);
    });
  } catch (error) {
    const { message, fix } = problemOf(error);
    showToast({ tone: 'problem', text: message, more: fix });
  }
}
