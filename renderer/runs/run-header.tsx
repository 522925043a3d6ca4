import { IconButton } from '../design/button.tsx';
import { Segmented } from '../design/segmented.tsx';
import type { OpenedRun } from '../stores/runs.ts';
import { togglePanel } from '../stores/view.ts';
import './run-header.css';
import { stateWord } from './run-words.ts';

export type RunTab = 'curves' | 'result' | 'plan';

type RunHeaderProps = {
  readonly opened: OpenedRun | undefined;
  readonly count: number;
  readonly listed: boolean;
  readonly onList: (listed: boolean) => void;
  readonly tab: RunTab;
  readonly onTab: (tab: RunTab) => void;
};

const TABS = [
  { value: 'curves', label: 'Curves' },
  { value: 'result', label: 'Result' },
  { value: 'plan', label: 'Plan' },
] as const;

/** The panel's head: which run is shown, how it stands, and what of it. */
export function RunHeader({ opened, count, listed, onList, tab, onTab }: RunHeaderProps) {
  return (
    <header className="run-header">
      <IconButton
        icon="panel"
        label={`List of runs (${count})`}
        aria-pressed={listed}
        onClick={() => onList(!listed)}
      />
      <h2 className="run-title truncate">{opened?.view.summary.title ?? 'Runs'}</h2>
      {opened && <span>{stateWord(opened.view.state)}</span>}
      {opened && <Segmented label="View" kind="tabs" options={TABS} value={tab} onChange={onTab} />}
      <div className="run-header-end">
        <IconButton
          icon="chevron-down"
          label="Close the runs panel"
          onClick={() => togglePanel('runs', false)}
        />
      </div>
    </header>
  );
}
