import { useMemo } from 'react';
import { Button, IconButton } from '../design/button.tsx';
import { Segmented } from '../design/segmented.tsx';
import { usePanelView } from '../runs/panel-view.ts';
import { isLive } from '../runs/run-state.ts';
import { useRuns } from '../stores/runs.ts';
import { choose, showPane, useComparison } from './comparison.ts';
import type { Entry } from './entry.ts';
import './pane-bar.css';
import { TagButton } from './tag-button.tsx';

export const PANE_PANEL = 'comparison-pane';

const TABS = [
  { value: 'curves', label: 'Curves', controls: PANE_PANEL },
  { value: 'differences', label: 'Differences', controls: PANE_PANEL },
  { value: 'trade-off', label: 'Trade-off', controls: PANE_PANEL },
  { value: 'parallel', label: 'Parallel', controls: PANE_PANEL },
] as const;

/** Between the table and what is compared: how many runs are chosen, what can be done with them, what is shown of them. */
export function PaneBar({ entries }: { readonly entries: readonly Entry[] }) {
  const chosen = useComparison((it) => it.chosen);
  const pane = useComparison((it) => it.pane);
  const shown = useComparison((it) => it.paneShown);
  const [live, ended] = useMemo(() => {
    const picked = new Set(chosen);
    const own = entries.map((it) => it.summary).filter((it) => picked.has(it.run));
    const ids = (going: boolean): string[] =>
      own.filter((it) => isLive(it.status) === going).map((it) => it.run);
    return [ids(true), ids(false)] as const;
  }, [entries, chosen]);
  return (
    <header className="pane-bar">
      {chosen.length === 0 ? (
        <p className="pane-bar-hint">Tick runs to compare them, or press Space on a row.</p>
      ) : (
        <>
          <h2 className="pane-bar-title" aria-live="polite">
            {chosen.length === 1 ? '1 run chosen' : `${chosen.length} runs chosen`}
          </h2>
          <TagButton entries={entries} />
          {live.length > 0 && (
            <Button
              look="quiet"
              size="small"
              icon="stop"
              onClick={() => void useRuns.getState().stopAll(live)}
            >
              {live.length === 1 ? 'Stop 1 run' : `Stop ${live.length} runs`}
            </Button>
          )}
          {ended.length > 0 && (
            <Button
              look="quiet"
              size="small"
              icon="trash"
              onClick={() => usePanelView.setState({ removing: ended })}
            >
              Remove…
            </Button>
          )}
          <Button look="quiet" size="small" icon="close" onClick={() => choose([])}>
            Choose none
          </Button>
        </>
      )}
      <div className="pane-bar-end">
        <Segmented
          label="What is compared"
          kind="tabs"
          options={shown ? TABS : TABS.map(({ value, label }) => ({ value, label }))}
          value={pane}
          onChange={showPane}
        />
        <IconButton
          icon={shown ? 'chevron-down' : 'chevron-up'}
          label={shown ? 'Hide what is compared' : 'Show what is compared'}
          aria-expanded={shown}
          onClick={() => useComparison.setState({ paneShown: !shown })}
        />
      </div>
    </header>
  );
}
