import type { RunSummary } from '../../electron/contract.ts';
import type { MeasuredNetwork, RunFacts } from '../../src/plan/run-facts.ts';

/** One run as it is compared: what the list knows of it, and what was read of its folder; null until it was. */
export type Entry = { readonly summary: RunSummary; readonly facts: RunFacts | null };

/** The measured networks that a run is told by. */
export type Measured = {
  readonly teacher: MeasuredNetwork | undefined;
  /** The last one that was measured, as in the list of runs: the one that the run was for. */
  readonly student: MeasuredNetwork | undefined;
  /** The same student without a teacher. */
  readonly alone: MeasuredNetwork | undefined;
};

const known = new WeakMap<RunFacts, Measured>();
const NOTHING: Measured = { teacher: undefined, student: undefined, alone: undefined };

export function measuredOf({ facts }: Entry): Measured {
  if (facts === null) return NOTHING;
  const before = known.get(facts);
  if (before) return before;
  const found: Measured = {
    teacher: facts.measured.find((it) => it.role === 'teacher'),
    student: facts.measured.findLast((it) => it.role === 'student'),
    alone: facts.measured.findLast((it) => it.role === 'baseline'),
  };
  known.set(facts, found);
  return found;
}
