import { useEffect } from 'react';
import { currentRun, type OpenedRun, useRuns } from '../stores/runs.ts';
import { BalanceTab } from './balance/balance-tab.tsx';
import { ExamplesTab } from './examples/examples-tab.tsx';
import { LiveTab } from './live-tab.tsx';
import { NoRuns } from './no-runs.tsx';
import { type RunTab, usePanelView } from './panel-view.ts';
import { PlanTab } from './plan/plan-tab.tsx';
import { ProfileTab } from './profile/profile-tab.tsx';
import { ResultTab } from './result/result-tab.tsx';
import { RunHeader } from './run-header.tsx';
import { RunsList } from './runs-list.tsx';
import './runs-panel.css';
import { showNodeOfRun } from './show-node.ts';
import { SimilarityTab } from './similarity/similarity-tab.tsx';

/** Below the canvas: one run at large, and the list of all. Fills what holds it. */
export function RunsPanel() {
  const opened = useRuns(currentRun);
  const summaries = useRuns((it) => it.summaries);
  const current = useRuns((it) => it.current);
  const listed = usePanelView((it) => it.listed);
  const asked = usePanelView((it) => it.tab);
  const tab = shownTab(opened, asked);
  const newest = summaries?.[0]?.run;
  // An open panel shows something: the newest run, where none was asked for.
  useEffect(() => {
    if (current === null && newest !== undefined) void useRuns.getState().open(newest);
  }, [current, newest]);
  return (
    <div className="runs-panel">
      <RunHeader opened={opened} tab={tab} />
      <div className="runs-body">
        {listed && summaries !== null && summaries.length > 0 && <RunsList />}
        {opened && (
          <div className="runs-main" id="run-tab-panel" role="tabpanel" aria-label={tabNames[tab]}>
            <Tab opened={opened} tab={tab} />
          </div>
        )}
        {summaries?.length === 0 && <NoRuns />}
      </div>
    </div>
  );
}

const tabNames: Readonly<Record<RunTab, string>> = {
  curves: 'Curves',
  balance: 'Balance',
  examples: 'Examples',
  layers: 'Layers',
  result: 'Result',
  profile: 'Profile',
  plan: 'Plan',
};

/** The one asked for; else curves while a run goes on or where it broke off, and the result once it is there. */
function shownTab(
  opened: OpenedRun | undefined,
  asked: { readonly run: string; readonly tab: RunTab } | null,
): RunTab {
  if (asked && asked.run === opened?.data.run) return asked.tab;
  return opened?.view.state === 'done' ? 'result' : 'curves';
}

function Tab({ opened: { data, view }, tab }: { readonly opened: OpenedRun; readonly tab: RunTab }) {
  if (tab === 'balance') return <BalanceTab data={data} view={view} />;
  if (tab === 'examples') return <ExamplesTab key={data.run} data={data} view={view} />;
  if (tab === 'layers') return <SimilarityTab key={data.run} data={data} view={view} />;
  if (tab === 'result') return <ResultTab data={data} view={view} />;
  if (tab === 'profile') return <ProfileTab data={data} view={view} />;
  if (tab === 'plan') return <PlanTab data={data} view={view} />;
  return (
    <LiveTab
      data={data}
      view={view}
      onShowNode={showNodeOfRun}
      onContinue={() => void useRuns.getState().continueRun(data.run)}
    />
  );
}
