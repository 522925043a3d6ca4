import { type Problem, ProblemError, problem } from '../src/pipeline/problem.ts';

/** What was thrown, as a problem that can be told; the window's own mistakes included. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  return problem({
    code: 'window-fault',
    message: 'Something went wrong in the window.',
    found: error instanceof Error ? error.message : String(error),
    fix: 'Please report this.',
  });
}
