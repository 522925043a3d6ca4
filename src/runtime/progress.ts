import type { RunEvent } from '../plan/events.ts';
import type { RunHead } from './run-file.ts';

/** How far a run is, told event by event. */
export type Progress = {
  /** @returns steps that are done */
  add(event: RunEvent): number;
  /** Share 0 … 1 of all steps. */
  share(): number;
};

/**
 * Counts the steps of a run whose stages may run side by side. A stage that was never heard of is done where it stands
 * before all that were, and has not begun otherwise.
 */
export function progressIn(stages: RunHead['stages']): Progress {
  const reached = new Map<string, number>();
  const all = stages.reduce((sum, it) => sum + it.steps, 0);
  const done = (): number => {
    const first = stages.findIndex((it) => reached.has(it.id));
    return stages.reduce((sum, it, at) => sum + (reached.get(it.id) ?? (at < first ? it.steps : 0)), 0);
  };
  return {
    add(event) {
      // One process does stages in order, so that a start anew may be before what was reached.
      if (event.kind === 'run-started' && event.workers === undefined) {
        reached.clear();
        if (event.resumedAt) reached.set(event.resumedAt.stage, event.resumedAt.step);
      }
      // A profile is told of many steps.
      if ('stage' in event && event.kind !== 'profile' && stages.some((it) => it.id === event.stage))
        reached.set(event.stage, event.kind === 'metrics' ? (event.steps.at(-1) ?? 0) : event.step);
      return done();
    },
    share: () => (all === 0 ? 0 : Math.min(1, done() / all)),
  };
}

/** The share of all steps that lie behind these events, the last of a run. */
export function progressOf({ stages }: Pick<RunHead, 'stages'>, events: readonly RunEvent[]): number {
  const progress = progressIn(stages);
  for (const event of events) progress.add(event);
  return progress.share();
}
