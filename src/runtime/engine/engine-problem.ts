import { ProblemError } from '../../pipeline/problem.ts';
import type { EngineEvent } from '../../plan/events.ts';

type ProblemEvent = Extract<EngineEvent, { kind: 'problem' }>;

/** What ends a run, with its place in the plan. */
export class EngineProblem extends Error {
  readonly event: ProblemEvent;

  constructor(draft: Pick<ProblemEvent, 'code' | 'message'> & Partial<ProblemEvent>) {
    super(draft.message);
    this.name = 'EngineProblem';
    this.event = { at: null, step: null, fix: null, ...draft, kind: 'problem' };
  }
}

/** Any error as the event that tells of it. */
export function problemEvent(error: unknown): ProblemEvent {
  if (error instanceof EngineProblem) return error.event;
  const blank = { kind: 'problem', at: null, step: null } as const;
  if (error instanceof ProblemError) {
    const { code, message, found, allowed, fix } = error.problem;
    const detail = [found && `found ${found}`, allowed && `allowed: ${allowed}`].filter(Boolean).join('; ');
    return { ...blank, code, message: detail ? `${message} (${detail})` : message, fix: fix ?? null };
  }
  const text = error instanceof Error ? error.message : String(error);
  if (/OOM|out of memory|RESOURCE_EXHAUSTED|Array buffer allocation failed/i.test(text))
    return {
      ...blank,
      code: 'out-of-memory',
      message: `The memory did not do for a step: ${firstLine(text)}`,
      fix: 'Halve the batch, or use a smaller network.',
    };
  return {
    ...blank,
    code: 'engine-failed',
    message: `The engine failed: ${firstLine(text)}`,
    fix: 'Please report this with the plan of the run.',
  };
}

const firstLine = (text: string): string => (text.split('\n', 1)[0] ?? '').slice(0, 300);
