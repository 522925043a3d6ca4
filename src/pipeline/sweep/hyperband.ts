/** One round of a bracket: so many trainings, each of so much budget. */
export type Round = { readonly trials: number; readonly budget: number };

/** Trainings of which the best of each round go on to the next: successive halving. */
export type Bracket = { readonly rounds: readonly Round[] };

/**
 * The brackets of Hyperband (Li, Jamieson, DeSalvo, Rostamizadeh and Talwalkar, JMLR 18, 2018, algorithm 1), the one with
 * the most and shortest trainings first. With η = factor, R = most / least and s_max = ⌊log_η R⌋, bracket s of s_max … 0
 * begins with n = ⌈(s_max + 1) / (s + 1) · η^s⌉ trainings of R · η^−s, and round i of it has ⌊n · η^−i⌋ of η^i times that.
 *
 * Budgets are whole numbers of at least `least`, and the last round of every bracket has `most`.
 *
 * @param most 1 or more; @param least 1 … most; @param factor 2 or more
 */
export function hyperband(most: number, least: number, factor: number): readonly Bracket[] {
  const deepest = wholeLog(most / least, factor);
  return Array.from({ length: deepest + 1 }, (_, at) => {
    const s = deepest - at;
    const first = Math.ceil(((deepest + 1) / (s + 1)) * factor ** s);
    const rounds = Array.from(
      { length: s + 1 },
      (__, i): Round => ({
        trials: Math.max(1, Math.floor(first / factor ** i)),
        budget: i === s ? most : Math.max(least, Math.round(most / factor ** (s - i))),
      }),
    );
    return { rounds };
  });
}

/** The greatest whole power of a base that is not above a value; by multiplying, since logarithms round. */
function wholeLog(value: number, base: number): number {
  let power = 0;
  for (let reached = base; reached <= value; reached *= base) power += 1;
  return power;
}

/**
 * Who goes on to the next round: the best of those that were measured, first come first where they are equal. What was not
 * measured, since it failed or was stopped, goes on only where nobody else is left to.
 *
 * @param scores by trial, in the order of the round; more is better
 * @returns places in that order, rising
 */
export function promoted(scores: readonly (number | null)[], next: number): readonly number[] {
  const worth = (at: number): number => {
    const score = scores[at];
    return score === null || score === undefined || Number.isNaN(score) ? Number.NEGATIVE_INFINITY : score;
  };
  return scores
    .map((_, at) => at)
    .sort((a, b) => (worth(a) === worth(b) ? a - b : worth(b) - worth(a)))
    .slice(0, next)
    .sort((a, b) => a - b);
}

/** The budget of all trainings together. */
export const totalBudget = (brackets: readonly Bracket[]): number =>
  brackets.reduce((sum, { rounds }) => sum + rounds.reduce((own, it) => own + it.trials * it.budget, 0), 0);
