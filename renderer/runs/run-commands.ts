import type { MenuCommand } from '../../electron/contract.ts';
import { useRuns } from '../stores/runs.ts';
import { togglePanel } from '../stores/view.ts';
import { startRun } from './run-start.ts';

/** The run that has an engine now. */
const live = () =>
  useRuns.getState().summaries?.find((it) => it.status === 'running' || it.status === 'paused');

/** The menu's commands about runs. `pause` goes on again with what is paused. */
export const runCommands: Partial<Record<MenuCommand, () => void>> = {
  run: () => void startRun(),
  'run-profile': () => void startRun({ profile: true }),
  pause: () => {
    const { pause, resume } = useRuns.getState();
    const going = live();
    if (going) void (going.status === 'paused' ? resume : pause)(going.run);
  },
  stop: () => {
    const going = live();
    if (going) void useRuns.getState().stop(going.run);
  },
  runs: () => togglePanel('runs'),
};
