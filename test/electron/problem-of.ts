import { type Problem, ProblemError } from '../../src/pipeline/problem.ts';

/** Why something was refused. Anything but a refusal fails the test. */
export function problemOf(promise: Promise<unknown>): Promise<Problem> {
  return promise.then(
    () => {
      throw new Error('It was expected to be refused.');
    },
    (error: unknown) => {
      if (error instanceof ProblemError) return error.problem;
      throw error;
    },
  );
}
