import { useState } from 'react';
import { currentRun, useRuns } from '../stores/runs.ts';
import { LiveTab } from './live-tab.tsx';
import { RunHeader, type RunTab } from './run-header.tsx';
import { RunsList } from './runs-list.tsx';
import './runs-panel.css';
import { isDrawn, showNode } from './show-node.ts';

/** Below the canvas: one run at large, and the list of all. Fills what holds it. */
export function RunsPanel() {
  const opened = useRuns(currentRun);
  const summaries = useRuns((it) => it.summaries);
  const [listed, setListed] = useState(true);
  const [chosen, setChosen] = useState<{ run: string; tab: RunTab } | null>(null);
  const tab: RunTab = chosen && chosen.run === opened?.data.run ? chosen.tab : 'curves';
  return (
    <div className="runs-panel">
      <RunHeader
        opened={opened}
        count={summaries?.length ?? 0}
        listed={listed}
        onList={setListed}
        tab={tab}
        onTab={(next) => opened && setChosen({ run: opened.data.run, tab: next })}
      />
      <div className="runs-body">
        {listed && <RunsList />}
        {opened && (
          <div className="runs-main">
            <LiveTab
              data={opened.data}
              view={opened.view}
              onShowNode={(node) => isDrawn(node) && showNode(node)}
              onContinue={() => void useRuns.getState().continueRun(opened.data.run)}
            />
          </div>
        )}
      </div>
    </div>
  );
}
