import { shownKeys } from '../canvas/shown-keys.ts';
import { Button, IconButton } from '../design/button.tsx';
import { Segmented } from '../design/segmented.tsx';
import { type OpenedRun, useRuns } from '../stores/runs.ts';
import { showComparison, togglePanel } from '../stores/view.ts';
import { formatClock } from './format.ts';
import type { Lane } from './lanes.ts';
import { type RunTab, usePanelView } from './panel-view.ts';
import './run-header.css';
import { RunMenu } from './run-menu.tsx';
import { isLive } from './run-state.ts';
import { RunTitle } from './run-title.tsx';
import type { RunView } from './run-view.ts';
import { doingWords, overallProgress, stateWord } from './run-words.ts';
import { StateMark } from './state-mark.tsx';

const TABS = [
  { value: 'curves', label: 'Curves', controls: 'run-tab-panel' },
  { value: 'balance', label: 'Balance', controls: 'run-tab-panel' },
  { value: 'examples', label: 'Examples', controls: 'run-tab-panel' },
  { value: 'layers', label: 'Layers', controls: 'run-tab-panel' },
  { value: 'result', label: 'Result', controls: 'run-tab-panel' },
  { value: 'profile', label: 'Profile', controls: 'run-tab-panel' },
  { value: 'plan', label: 'Plan', controls: 'run-tab-panel' },
] as const;

type RunHeaderProps = {
  readonly opened: OpenedRun | undefined;
  readonly tab: RunTab;
};

/** The panel's head: which run is shown, how it stands, and what of it. */
export function RunHeader({ opened, tab }: RunHeaderProps) {
  const listed = usePanelView((it) => it.listed);
  const count = useRuns((it) => it.summaries?.length ?? 0);
  const { keys } = shownKeys('compare');
  return (
    <header className="run-header">
      {count > 0 && (
        <Button
          look="quiet"
          size="small"
          icon="panel"
          className="run-header-list"
          aria-pressed={listed}
          title={listed ? 'Hide the list of runs' : 'Show the list of runs'}
          onClick={() => usePanelView.setState({ listed: !listed })}
        >
          {count === 1 ? '1 run' : `${count} runs`}
        </Button>
      )}
      {count > 1 && (
        <IconButton
          icon="table"
          label="Compare runs"
          title={keys === undefined ? 'Compare runs' : `Compare runs (${keys})`}
          onClick={showComparison}
        />
      )}
      {opened ? <Shown opened={opened} tab={tab} /> : <h2 className="run-header-title">Runs</h2>}
      <IconButton
        icon="chevron-down"
        label="Close the runs panel"
        onClick={() => togglePanel('runs', false)}
      />
    </header>
  );
}

function Shown({ opened: { data, view }, tab }: { readonly opened: OpenedRun; readonly tab: RunTab }) {
  const { run } = data;
  const { summary, state } = view;
  return (
    <>
      <h2
        className="run-header-title"
        onDoubleClick={() => usePanelView.setState({ renaming: { run, at: 'head' } })}
      >
        <StateMark state={state} progress={overallProgress(view, data.lanes)} />
        <RunTitle run={run} title={summary.title} at="head" />
      </h2>
      <span className="run-header-state truncate">{standing(view, data.lanes)}</span>
      <div className="run-header-end">
        <Segmented
          label="What of the run is shown"
          kind="tabs"
          options={TABS}
          value={tab}
          onChange={(next) => usePanelView.setState({ tab: { run, tab: next } })}
        />
        <RunMenu summary={summary} at="head" />
      </div>
    </>
  );
}

/** `Running · Student, stage 2 of 3`, `Done in 0:34` */
function standing(view: RunView, lanes: readonly Lane[]): string {
  const { state, elapsed } = view;
  if (state === 'done') return `${stateWord(state)} in ${formatClock(elapsed)}`;
  if (state === 'paused' || !isLive(state)) return stateWord(state);
  return [stateWord(state), doingWords(view, lanes)].filter(Boolean).join(' · ');
}
