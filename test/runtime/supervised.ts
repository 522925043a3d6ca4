import type { Problem } from '../../src/pipeline/problem.ts';
import type { RunEvent } from '../../src/plan/events.ts';
import type { RunSummary } from '../../src/runtime/runs.ts';
import { Supervisor, type SupervisorOptions } from '../../src/runtime/supervisor.ts';

/** A supervisor, and all that it tells. */
export type Supervised = {
  readonly supervisor: Supervisor;
  readonly events: readonly RunEvent[];
  readonly summaries: readonly RunSummary[];
  readonly problems: readonly Problem[];
  readonly frames: readonly (readonly RunEvent[])[];
  /** Resolves with the first event that is like that, once it is heard, or was already. */
  heard(wanted: (event: RunEvent, run: string) => boolean): Promise<RunEvent>;
};

export function supervised(
  options: Omit<SupervisorOptions, 'environment'> & Partial<SupervisorOptions>,
): Supervised {
  const supervisor = new Supervisor({
    environment: () => ({ dataFolder: '/nowhere', engineFolder: null, cacheFolder: null }),
    ...options,
  });
  const told: { run: string; event: RunEvent }[] = [];
  const events: RunEvent[] = [];
  const summaries: RunSummary[] = [];
  const problems: Problem[] = [];
  const frames: (readonly RunEvent[])[] = [];
  const waiting = new Set<() => void>();
  supervisor.subscribe({
    event: (run, event) => {
      told.push({ run, event });
      events.push(event);
      for (const look of [...waiting]) look();
    },
    changed: (summary) => summaries.push(summary),
    problem: (_, it) => problems.push(it),
    frames: (_, events) => frames.push(events),
  });
  return {
    supervisor,
    events,
    summaries,
    problems,
    frames,
    heard: (wanted) =>
      new Promise((resolve) => {
        const look = (): void => {
          const found = told.find(({ event, run }) => wanted(event, run));
          if (!found) return;
          waiting.delete(look);
          resolve(found.event);
        };
        waiting.add(look);
        look();
      }),
  };
}
