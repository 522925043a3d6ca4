import type { Problem } from '../../src/pipeline/problem.ts';

/** Errors before warnings, and otherwise in the order of the check, which is that of the data's way through the graph. */
export const problemsInOrder = (problems: readonly Problem[]): readonly Problem[] => [
  ...problems.filter((it) => it.severity === 'error'),
  ...problems.filter((it) => it.severity !== 'error'),
];
