import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawShare } from '../../../src/pipeline/sweep/draw.ts';
import { firstTrials, MOST_TRIALS, trialsOf, withBudget } from '../../../src/pipeline/sweep/expand.ts';
import { hyperband, promoted, totalBudget } from '../../../src/pipeline/sweep/hyperband.ts';
import { rangeText, readRange } from '../../../src/pipeline/sweep/range-text.ts';
import { HyperbandSweep, ParamRange, type Swept } from '../../../src/pipeline/sweep/sweep.ts';
import { drawnSetting, gridCount, gridSetting, gridValues } from '../../../src/pipeline/sweep/values.ts';
import { drawn } from '../arbitrary.ts';

const list = fc
  .uniqueArray(fc.oneof(fc.integer(), fc.boolean(), fc.constantFrom('adam', 'sgd')), {
    minLength: 1,
    maxLength: 5,
  })
  .map((values): ParamRange => ({ kind: 'list', values }));
const range = fc
  .record({
    low: fc.integer({ min: 1, max: 50 }),
    length: fc.integer({ min: 1, max: 1000 }),
    scale: fc.constantFrom('linear' as const, 'log' as const),
    whole: fc.boolean(),
    steps: fc.integer({ min: 2, max: 12 }),
  })
  .map(({ low, length, ...rest }): ParamRange => ({ kind: 'range', low, high: low + length, ...rest }));
const params = fc
  .array(fc.oneof(list, range), { minLength: 1, maxLength: 3 })
  .map((ranges): Swept[] => ranges.map((it, at) => ({ node: 'a', param: `p${at}`, range: it })));

const document = drawn({ a: 'test.weigh', b: 'test.goal' });

describe('A grid', () => {
  it('has every value with every other once', () => {
    fc.assert(
      fc.property(params, (swept) => {
        const count = gridCount(swept);
        const settings = Array.from({ length: count }, (_, at) => JSON.stringify(gridSetting(swept, at)));
        expect(new Set(settings).size).toBe(count);
        for (const [place, { range: own }] of swept.entries()) {
          const met = new Set(settings.map((it) => JSON.stringify((JSON.parse(it) as unknown[])[place])));
          expect(met).toEqual(new Set(gridValues(own).map((it) => JSON.stringify(it))));
        }
      }),
    );
  });

  it('goes from end to end of a range, in equal steps or in equal factors', () => {
    const of = (scale: 'linear' | 'log', whole = false): ParamRange => ({
      kind: 'range',
      low: 1,
      high: 10_000,
      scale,
      whole,
      steps: 5,
    });
    expect(gridValues(of('log'))).toEqual([1, 10, 100, 1000, 10_000]);
    expect(gridValues({ ...of('linear'), high: 9 } as ParamRange)).toEqual([1, 3, 5, 7, 9]);
    expect(gridValues({ ...of('linear', true), high: 3 } as ParamRange)).toEqual([1, 2, 3]);
  });
});

describe('Random draws', () => {
  it('lie within their range, whole where they must be, and are decided by seed and trial alone', () => {
    fc.assert(
      fc.property(params, fc.nat(1000), fc.nat(1000), (swept, seed, trial) => {
        const setting = drawnSetting(swept, seed, trial);
        expect(drawnSetting(swept, seed, trial)).toEqual(setting);
        for (const [place, { range: own }] of swept.entries()) {
          const value = setting[place];
          if (own.kind === 'list') expect(own.values).toContain(value);
          else {
            expect(value).toBeGreaterThanOrEqual(own.low);
            expect(value).toBeLessThanOrEqual(own.high);
            if (own.whole) expect(Number.isInteger(value)).toBe(true);
          }
        }
      }),
    );
  });

  it('are spread evenly, and one place says nothing of the next', () => {
    const count = 20_000;
    const draws = Array.from(
      { length: count },
      (_, trial) => [drawShare(7, trial, 0), drawShare(7, trial, 1)] as const,
    );
    const cells = new Array<number>(100).fill(0);
    for (const [x, y] of draws) {
      const cell = Math.floor(x * 10) * 10 + Math.floor(y * 10);
      cells[cell] = (cells[cell] ?? 0) + 1;
    }
    const expected = count / 100;
    // χ² with 99 degrees of freedom is above 149 once in a thousand times.
    const chi = cells.reduce((sum, it) => sum + (it - expected) ** 2 / expected, 0);
    expect(chi).toBeLessThan(149);
  });

  it('meet the whole numbers of a range equally often', () => {
    const swept: Swept[] = [
      {
        node: 'a',
        param: 'p',
        range: { kind: 'range', low: 1, high: 4, scale: 'linear', whole: true, steps: 2 },
      },
    ];
    const counts = new Map<unknown, number>();
    for (let trial = 0; trial < 8000; trial += 1) {
      const [value] = drawnSetting(swept, 3, trial);
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).toEqual([1, 2, 3, 4]);
    for (const it of counts.values()) expect(Math.abs(it - 2000)).toBeLessThan(200);
  });
});

describe('Hyperband', () => {
  it('is the schedule of the paper: R = 81, η = 3', () => {
    // Li et al., table 1: by bracket, trainings and budget of each round.
    expect(hyperband(81, 1, 3).map(({ rounds }) => rounds.map((it) => [it.trials, it.budget]))).toEqual([
      [
        [81, 1],
        [27, 3],
        [9, 9],
        [3, 27],
        [1, 81],
      ],
      [
        [34, 3],
        [11, 9],
        [3, 27],
        [1, 81],
      ],
      [
        [15, 9],
        [5, 27],
        [1, 81],
      ],
      [
        [8, 27],
        [2, 81],
      ],
      [[5, 81]],
    ]);
  });

  it('narrows from round to round, within its budgets, and every bracket costs about the same', () => {
    const wishes = fc.record({
      most: fc.integer({ min: 1, max: 500 }),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
      factor: fc.integer({ min: 2, max: 5 }),
    });
    fc.assert(
      fc.property(wishes, ({ most, share, factor }) => {
        const least = Math.max(1, Math.round(share * most));
        const brackets = hyperband(most, least, factor);
        for (const { rounds } of brackets) {
          expect(rounds.at(-1)?.budget).toBe(most);
          for (const [at, round] of rounds.entries()) {
            expect(round.trials).toBeGreaterThanOrEqual(1);
            expect(round.budget).toBeGreaterThanOrEqual(least);
            const before = rounds[at - 1];
            if (!before) continue;
            expect(round.trials).toBeLessThanOrEqual(Math.max(1, before.trials / factor));
            expect(round.budget).toBeGreaterThanOrEqual(before.budget);
          }
        }
        const costs = brackets.map((it) => totalBudget([it]));
        // No bracket is worth more than a few times another: that is what the schedule is for.
        expect(Math.max(...costs)).toBeLessThanOrEqual(3 * Math.min(...costs) + most * brackets.length);
      }),
    );
  });

  it('lets the best go on, and nobody twice', () => {
    expect(promoted([0.9, null, 0.95, 0.9, Number.NaN], 2)).toEqual([0, 2]);
    expect(promoted([null, null], 1)).toEqual([0]);
    fc.assert(
      fc.property(
        fc.array(fc.option(fc.double({ min: 0, max: 1, noNaN: true }))),
        fc.nat(30),
        (scores, next) => {
          const on = promoted(scores, next);
          expect(on).toHaveLength(Math.min(next, scores.length));
          expect(new Set(on).size).toBe(on.length);
          const worst = Math.min(...on.map((at) => scores[at] ?? -1));
          for (const [at, score] of scores.entries())
            if (!on.includes(at)) expect(score ?? -1).toBeLessThanOrEqual(worst);
        },
      ),
    );
  });
});

describe('The runs of a sweep', () => {
  const swept: Swept[] = [
    { node: 'a', param: 'factor', range: { kind: 'list', values: [1, 2, 2] } },
    { node: 'a', param: 'mode', range: { kind: 'list', values: ['mean', 'sum'] } },
  ];

  it('are documents with the values in them, each setting once, under names that stay', () => {
    const trials = trialsOf(document, { params: swept, search: { kind: 'grid' } });
    expect(trials.map((it) => it.document.nodes.a?.params)).toEqual([
      { factor: 1, mode: 'mean' },
      { factor: 1, mode: 'sum' },
      { factor: 2, mode: 'mean' },
      { factor: 2, mode: 'sum' },
    ]);
    expect(trials.map((it) => it.id)).toEqual(['trial-0001', 'trial-0002', 'trial-0003', 'trial-0004']);
    expect(document.nodes.a?.params).toEqual({});
    for (const it of trials) expect(it.document.nodes.b).toBe(document.nodes.b);
  });

  it('of random draws are the first of those of more draws', () => {
    const of = (trials: number) =>
      trialsOf(document, { params: swept, search: { kind: 'random', trials, seed: 5 } });
    expect(of(9).slice(0, of(4).length)).toEqual(of(4));
  });

  it('get the budget of their round', () => {
    const [first] = firstTrials(document, swept, 1, 1, 0);
    const longer = first && withBudget(first, { node: 'b', param: 'epochs' }, 27);
    expect(longer?.document.nodes.b?.params).toEqual({ epochs: 27 });
    expect(longer?.id).toBe(first?.id);
  });

  it('are refused where a node is gone, where a parameter stands twice, and where they are too many', () => {
    const refused = (own: readonly Swept[]) => () =>
      trialsOf(document, { params: [...own], search: { kind: 'grid' } });
    const [first] = swept as [Swept];
    expect(refused([{ ...first, node: 'gone' }])).toThrow(/not there/);
    expect(refused([first, first])).toThrow(/twice/);
    const long: Swept['range'] = { kind: 'list', values: Array.from({ length: 101 }, (_, at) => at) };
    expect(
      refused([
        { ...first, range: long },
        { node: 'b', param: 'x', range: long },
      ]),
    ).toThrow(/too many/);
    expect(101 * 101).toBeGreaterThan(MOST_TRIALS);
  });

  it('are laid down as data that can be read again', () => {
    const sweep = {
      params: swept,
      search: {
        kind: 'hyperband',
        budget: { node: 'b', param: 'epochs' },
        most: 27,
        least: 1,
        factor: 3,
        seed: 1,
      },
    };
    expect(HyperbandSweep.parse(JSON.parse(JSON.stringify(sweep)))).toEqual(sweep);
    expect(
      ParamRange.safeParse({ kind: 'range', low: 0, high: 1, scale: 'log', whole: false, steps: 3 }).success,
    ).toBe(false);
    expect(
      ParamRange.safeParse({ kind: 'range', low: 2, high: 1, scale: 'linear', whole: false, steps: 3 })
        .success,
    ).toBe(false);
    expect(
      ParamRange.safeParse({ kind: 'range', low: 1.2, high: 1.8, scale: 'linear', whole: true, steps: 3 })
        .success,
    ).toBe(false);
  });
});

describe('Values in writing', () => {
  it.each<[string, unknown]>([
    ['1, 2, 4', { kind: 'list', values: [1, 2, 4] }],
    ['1,1', { kind: 'list', values: [1] }],
    ['adam, sgd', { kind: 'list', values: ['adam', 'sgd'] }],
    ['on, off', { kind: 'list', values: [true, false] }],
    ['7', { kind: 'list', values: [7] }],
    ['0.001 … 0.1', { kind: 'range', low: 0.001, high: 0.1, scale: 'linear', whole: false, steps: 5 }],
    ['0.001...0.1 log', { kind: 'range', low: 0.001, high: 0.1, scale: 'log', whole: false, steps: 5 }],
    ['1e-4 .. 1e-1 log in 4', { kind: 'range', low: 1e-4, high: 0.1, scale: 'log', whole: false, steps: 4 }],
  ])('%s', (text, value) => {
    expect(readRange(text, false)).toEqual({ ok: true, value });
  });

  it.each(['', ' , ', '5 … 1', '0 … 1 log', '1 … x', '1 … 2 in 1'])('none of these: %j', (text) => {
    expect(readRange(text, false)).toMatchObject({ ok: false, problem: { code: 'sweep-range' } });
  });

  it('are read back as they were written', () => {
    fc.assert(
      fc.property(fc.oneof(list, range), (own) => {
        const whole = own.kind === 'range' && own.whole;
        expect(readRange(rangeText(own), whole)).toEqual({ ok: true, value: own });
      }),
    );
  });
});
