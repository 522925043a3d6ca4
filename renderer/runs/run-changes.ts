import type { RunStatus, RunSummary } from '../../electron/contract.ts';
import { isLive } from './run-state.ts';

/** A turn in the life of a run that is worth a word. */
export type RunChange = {
  readonly summary: RunSummary;
  readonly change: 'queued' | 'started' | 'paused' | 'resumed' | 'ended';
};

/** What happened between two states of the list. Of runs that were not known before, only that they began. */
export function runChanges(
  before: readonly RunSummary[] | null,
  now: readonly RunSummary[] | null,
): readonly RunChange[] {
  if (before === null || now === null) return [];
  const known = new Map(before.map((it) => [it.run, it.status]));
  return now.flatMap((summary) => {
    const change = turn(known.get(summary.run), summary.status);
    return change ? [{ summary, change }] : [];
  });
}

function turn(from: RunStatus | undefined, to: RunStatus): RunChange['change'] | null {
  if (from === to) return null;
  if (to === 'queued' || to === 'paused') return to;
  if (to === 'running') return from === 'paused' ? 'resumed' : 'started';
  return from !== undefined && isLive(from) ? 'ended' : null;
}
