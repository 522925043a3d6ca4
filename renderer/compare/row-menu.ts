import type { RunSummary } from '../../electron/contract.ts';
import type { MenuItem } from '../design/menu.tsx';
import { showToast } from '../design/toast.tsx';
import { runActions } from '../runs/run-actions.ts';
import { edit, useDocument } from '../stores/document.ts';
import { useRuns } from '../stores/runs.ts';
import { leaveComparison, togglePanel, useView } from '../stores/view.ts';
import type { Column } from './columns.ts';
import { choose, groupBy, useComparison } from './comparison.ts';
import type { Entry } from './entry.ts';
import type { Line } from './lines.ts';
import { differsWithin, withParametersOf } from './take-parameters.ts';

/** Leaves the comparison for one run: its curves, result, profile and plan. From the start there is no canvas to go to. */
export function showRun({ run }: RunSummary): void {
  if (useView.getState().gallery === 'start') return;
  useView.setState({ gallery: 'closed' });
  togglePanel('runs', true);
  void useRuns.getState().open(run);
  leaveComparison();
}

/** Whether the open pipeline would change if it took the parameters of a run. */
function takeable({ facts }: Entry): boolean {
  const { document } = useDocument.getState();
  return (
    useView.getState().gallery !== 'start' && facts !== null && withParametersOf(document, facts) !== document
  );
}

/** Writes the parameters of a run into the pipeline on the canvas, in one step that can be undone. */
function takeParameters({ summary, facts }: Entry): void {
  if (facts === null) return;
  const taken = edit(`Takes the parameters of ${summary.title}`, (it) => withParametersOf(it, facts));
  if (differsWithin(useDocument.getState().document, facts)) {
    showToast({
      tone: 'problem',
      text: `“${summary.title}” had other parameters within a subgraph, which were not taken.`,
      more: 'Unpack it first, or open the pipeline of the run.',
    });
    return;
  }
  if (!taken) return;
  leaveComparison();
  useView.setState({ gallery: 'closed' });
  showToast({ tone: 'good', text: `The pipeline has the parameters of “${summary.title}” now.` });
}

/** What can be done with a row of the table. */
export function rowMenu(line: Line, group: Column | undefined): readonly MenuItem[] {
  if (line.kind === 'group') {
    const runs = line.group.entries.map((it) => it.summary.run);
    return [
      { label: 'Choose these runs', icon: 'check', onChoose: () => choose(runs) },
      { label: `Do not group by ${group?.title ?? 'it'}`, icon: 'close', onChoose: () => groupBy(null) },
    ];
  }
  const { summary } = line.entry;
  const { chosen } = useComparison.getState();
  return [
    {
      label: 'Show run',
      icon: 'chart-line',
      disabled: useView.getState().gallery === 'start',
      onChoose: () => showRun(summary),
    },
    {
      label: 'Choose this run alone',
      icon: 'check',
      disabled: chosen.length === 1 && chosen[0] === summary.run,
      onChoose: () => choose([summary.run]),
    },
    {
      label: 'Take its parameters to the canvas',
      icon: 'pencil',
      disabled: !takeable(line.entry),
      onChoose: () => takeParameters(line.entry),
    },
    'line',
    ...runActions(summary, 'table'),
  ];
}
