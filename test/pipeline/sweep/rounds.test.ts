import { describe, expect, it } from 'vitest';
import { hyperband } from '../../../src/pipeline/sweep/hyperband.ts';
import { firstRound, nextRound, type RoundState, roundTrials } from '../../../src/pipeline/sweep/rounds.ts';
import type { HyperbandSweep } from '../../../src/pipeline/sweep/sweep.ts';
import { drawn } from '../arbitrary.ts';

const document = drawn({ a: 'test.weigh', b: 'test.goal' });
const sweep: HyperbandSweep = {
  params: [
    {
      node: 'a',
      param: 'factor',
      range: { kind: 'range', low: 0, high: 1, scale: 'linear', whole: false, steps: 2 },
    },
  ],
  search: {
    kind: 'hyperband',
    budget: { node: 'b', param: 'epochs' },
    most: 9,
    least: 1,
    factor: 3,
    seed: 4,
  },
};

/** Goes through all rounds, each trial scored by its own factor: the greatest is the best. */
function walk(score: (factor: number) => number | null) {
  const rounds: { state: RoundState; budget: number; factors: number[] }[] = [];
  for (let state: RoundState | null = firstRound(document, sweep); state !== null; ) {
    const { budget, trials } = roundTrials(sweep, state);
    for (const it of trials) expect(it.document.nodes.b?.params).toEqual({ epochs: budget });
    const factors = trials.map((it) => Number(it.document.nodes.a?.params.factor));
    rounds.push({ state, budget, factors });
    state = nextRound(document, sweep, state, factors.map(score));
  }
  return rounds;
}

describe('A search by Hyperband', () => {
  it('goes through every bracket and round of its schedule, with the best of each round', () => {
    const rounds = walk((it) => it);
    const schedule = hyperband(9, 1, 3).flatMap((it) => it.rounds);
    expect(rounds.map((it) => [it.factors.length, it.budget])).toEqual(
      schedule.map((it) => [it.trials, it.budget]),
    );
    for (const [at, { state, factors }] of rounds.entries()) {
      const before = rounds[at - 1];
      if (!before || state.round === 0) continue;
      const best = before.factors.toSorted((x, y) => y - x).slice(0, factors.length);
      expect(new Set(factors)).toEqual(new Set(best));
    }
  });

  it('draws anew in each bracket', () => {
    const first = walk((it) => it).filter((it) => it.state.round === 0);
    const all = first.flatMap((it) => it.factors);
    expect(new Set(all).size).toBe(all.length);
  });

  it('goes on with what was measured, and ends where nothing was', () => {
    const rounds = walk((it) => (it > 0.5 ? it : null));
    const second = rounds.find((it) => it.state.round === 1);
    expect(second?.factors.some((it) => it > 0.5)).toBe(true);
    expect(walk(() => null)).toHaveLength(1);
  });

  it('is refused where its budget is swept too, is no range, or is of a node that is not there', () => {
    const of = (search: Partial<HyperbandSweep['search']>) => () =>
      firstRound(document, { ...sweep, search: { ...sweep.search, ...search } });
    expect(of({ budget: { node: 'a', param: 'factor' } })).toThrow(/decided by the search/);
    expect(of({ least: 10 })).toThrow(/decided by the search/);
    expect(of({ budget: { node: 'gone', param: 'epochs' } })).toThrow(/not there/);
  });
});
