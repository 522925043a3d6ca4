import type { NodeCost } from '../../../src/plan/profile-by-node.ts';
import { profiledRun, useRuns } from '../../stores/runs.ts';
import { useView } from '../../stores/view.ts';
import { usePanelView } from '../panel-view.ts';
import { nodeCosts, shownProfile } from './shown-profile.ts';

/** What a node of the canvas costs, where a run was profiled and the person wants to see it. */
export function useNodeCost(node: string): NodeCost | undefined {
  const shown = useView((it) => it.profile);
  const asked = usePanelView((it) => it.profiled);
  return useRuns((state) => {
    const opened = shown ? profiledRun(state) : undefined;
    const profile = opened && shownProfile(opened, asked);
    return profile && nodeCosts(profile, opened.data).find((it) => it.node === node);
  });
}
