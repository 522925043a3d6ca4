import type { Document } from '../document.ts';
import { ProblemError } from '../problem.ts';
import { firstTrials, refuseLarge, type Trial, withBudget } from './expand.ts';
import { hyperband, promoted } from './hyperband.ts';
import type { HyperbandSweep } from './sweep.ts';

/** Where a search by Hyperband stands: the trainings of one round, which are all known. */
export type RoundState = {
  readonly bracket: number;
  readonly round: number;
  /** As they were drawn; `roundTrials` gives them their budget. */
  readonly trials: readonly Trial[];
  /** How many were drawn by this and all brackets before. */
  readonly drawn: number;
};

/**
 * The first round of the first bracket.
 *
 * @throws ProblemError where the budget is one of the swept parameters, or its node is not there
 */
export function firstRound(document: Document, sweep: HyperbandSweep): RoundState {
  const { budget, least, most } = sweep.search;
  const found = `${budget.node}.${budget.param}`;
  if (least > most || sweep.params.some((it) => `${it.node}.${it.param}` === found))
    throw new ProblemError({
      code: 'sweep-budget',
      message: 'How long trainings are is decided by the search itself.',
      found: least > most ? `from ${least} to ${most}` : found,
      fix: 'Take it out of the parameters, and let it go from the lower to the higher number.',
    });
  // A budget of a node that is not there would change nothing.
  firstTrials(document, [{ ...budget, range: { kind: 'list', values: [most] } }], 0, 1, 0);
  return begun(document, sweep, 0, 0);
}

/**
 * The round after this one: the best of it with more budget, or the first of the next bracket. Null where there is none,
 * or where nothing of this round was measured: whoever stopped all of it wants no more.
 *
 * @param scores by trial, more is better; null for what was not measured
 */
export function nextRound(
  document: Document,
  sweep: HyperbandSweep,
  state: RoundState,
  scores: readonly (number | null)[],
): RoundState | null {
  if (scores.every((it) => it === null)) return null;
  const { most, least, factor } = sweep.search;
  const brackets = hyperband(most, least, factor);
  const next = brackets[state.bracket]?.rounds[state.round + 1];
  if (next) {
    const on = promoted(scores, next.trials);
    return { ...state, round: state.round + 1, trials: state.trials.filter((_, at) => on.includes(at)) };
  }
  return state.bracket + 1 < brackets.length ? begun(document, sweep, state.bracket + 1, state.drawn) : null;
}

/** The trainings of a round, each with its budget in its document. */
export function roundTrials({ search }: HyperbandSweep, { bracket, round, trials }: RoundState) {
  const { most, least, factor, budget } = search;
  const amount = hyperband(most, least, factor)[bracket]?.rounds[round]?.budget ?? most;
  return { budget: amount, trials: trials.map((it) => withBudget(it, budget, amount)) };
}

function begun(
  document: Document,
  { params, search }: HyperbandSweep,
  bracket: number,
  drawn: number,
): RoundState {
  const { most, least, factor, seed } = search;
  const count = hyperband(most, least, factor)[bracket]?.rounds[0]?.trials ?? 0;
  refuseLarge(count);
  const trials = firstTrials(document, params, seed, count, drawn);
  return { bracket, round: 0, trials, drawn: drawn + count };
}
