import type { RunStatus } from '../../electron/contract.ts';

/** A run's status, with what the engine says that it is busy with. */
export type RunState = RunStatus | 'preparing' | 'finishing';

/** Whether there is more to come without the person doing anything but resume. */
export const isLive = (state: RunState): boolean =>
  state !== 'done' && state !== 'stopped' && state !== 'failed' && state !== 'killed';
