import type { Problem } from '../../src/pipeline/problem.ts';

type Counted = {
  /** `2 problems, 1 warning`. */
  readonly words: string;
  /** Undefined where nothing is wrong. */
  readonly worst: Problem['severity'] | undefined;
  /** Errors before warnings, each in the order of the graph. */
  readonly sorted: readonly Problem[];
};

/** Problems as the top bar tells of them. */
export function problemCount(problems: readonly Problem[]): Counted {
  const errors = problems.filter((it) => it.severity === 'error');
  const warnings = problems.filter((it) => it.severity === 'warning');
  const parts = [counted(errors.length, 'problem'), counted(warnings.length, 'warning')];
  return {
    words: parts.filter((it) => it !== undefined).join(', '),
    worst: errors.length > 0 ? 'error' : warnings.length > 0 ? 'warning' : undefined,
    sorted: [...errors, ...warnings],
  };
}

const counted = (count: number, word: string): string | undefined =>
  count === 0 ? undefined : `${count} ${word}${count === 1 ? '' : 's'}`;

/** The next place of a list to go to, after the one gone to last; round and round. */
export function nextPlace(places: readonly string[], last: string | undefined): string | undefined {
  return places[(places.indexOf(last ?? '') + 1) % Math.max(1, places.length)];
}
