import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scaleOf } from '../../../renderer/compare/scale.ts';
import { type Better, type Point, paretoFront } from '../../../renderer/compare/trade-off/pareto.ts';
import { frontPath, numericColumns, tradeOff } from '../../../renderer/compare/trade-off/trade-off.ts';
import { columnOf, entry, everyColumn } from './entries.ts';

const ways = fc.constantFrom<Better>('more', 'less');
/** Few values, so that ties are common. */
const points = fc.array(fc.record({ x: fc.integer({ min: 0, max: 8 }), y: fc.integer({ min: 0, max: 8 }) }), {
  maxLength: 40,
});

const atLeast = (a: number, b: number, better: Better): boolean => (better === 'more' ? a >= b : a <= b);
const beats = (a: Point, b: Point, x: Better, y: Better): boolean =>
  atLeast(a.x, b.x, x) && atLeast(a.y, b.y, y) && (a.x !== b.x || a.y !== b.y);

describe('The Pareto front', () => {
  it('is every point that no other beats, and no other', () => {
    fc.assert(
      fc.property(points, ways, ways, (all, x, y) => {
        const wanted = all.flatMap((it, at) => (all.some((other) => beats(other, it, x, y)) ? [] : [at]));
        expect([...paretoFront(all, x, y)].sort((a, b) => a - b)).toEqual(wanted);
      }),
      { numRuns: 500 },
    );
  });

  it('gets worse in one as it gets better in the other', () => {
    fc.assert(
      fc.property(points, ways, ways, (all, x, y) => {
        const front = paretoFront(all, x, y).map((at) => all[at] as Point);
        for (const [at, next] of front.slice(1).entries()) {
          const before = front[at] as Point;
          expect(atLeast(before.x, next.x, x)).toBe(true);
          expect(atLeast(next.y, before.y, y)).toBe(true);
        }
      }),
    );
  });

  it('does not mind the order of the points', () => {
    fc.assert(
      fc.property(points, ways, ways, (all, x, y) => {
        const values = (of: readonly Point[]) => paretoFront(of, x, y).map((at) => of[at]);
        expect(values(all.toReversed())).toEqual(values(all));
      }),
    );
  });

  it('leaves out what is no number', () => {
    const odd = [
      { x: Number.NaN, y: 9 },
      { x: 1, y: Number.POSITIVE_INFINITY },
      { x: 2, y: 2 },
    ];
    expect(paretoFront(odd, 'less', 'more')).toEqual([2]);
  });
});

describe('A scale', () => {
  const values = fc.array(fc.double({ min: -1e9, max: 1e9, noNaN: true }), { minLength: 1, maxLength: 30 });

  it('has every value within it, in order, and few round ticks', () => {
    fc.assert(
      fc.property(values, fc.integer({ min: 2, max: 9 }), (all, most) => {
        const { at, ticks } = scaleOf(all, most);
        const places = [...all].sort((a, b) => a - b).map(at);
        for (const [index, place] of places.entries()) {
          expect(place).toBeGreaterThanOrEqual(0);
          expect(place).toBeLessThanOrEqual(1);
          if (index > 0) expect(place).toBeGreaterThanOrEqual(places[index - 1] as number);
        }
        expect(ticks.length).toBeLessThanOrEqual(most + 1);
        expect([...ticks].sort((a, b) => a - b)).toEqual(ticks);
        for (const it of ticks) expect(at(it)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('is of powers where values are far apart, and even where they are near', () => {
    expect(scaleOf([1_000, 2_000_000])).toMatchObject({
      log: true,
      ticks: [1_000, 10_000, 100_000, 1_000_000],
    });
    expect(scaleOf([0.95, 0.99])).toMatchObject({ log: false, ticks: [0.95, 0.96, 0.97, 0.98, 0.99] });
    expect(scaleOf([0, 1000]).log).toBe(false);
    expect(scaleOf([5]).at(5)).toBeCloseTo(0.5);
    expect(scaleOf([]).ticks.length).toBeGreaterThan(1);
  });
});

describe('The trade-off', () => {
  const runs = [
    entry({ title: 'small', parameters: 100, accuracy: 0.9 }),
    entry({ title: 'beaten', parameters: 200, accuracy: 0.89 }),
    entry({ title: 'large', parameters: 900, accuracy: 0.99 }),
    entry({ title: 'unmeasured', accuracy: null }),
  ];
  const [x, y] = ['parameters', 'accuracy'].map((it) => columnOf(runs, it)) as [
    ReturnType<typeof columnOf>,
    ReturnType<typeof columnOf>,
  ];

  it('has the runs that have both figures, and of them those that no other beats', () => {
    const { points: all, front } = tradeOff(runs, x, y);
    expect(all.map((it) => it.entry.summary.title)).toEqual(['small', 'beaten', 'large']);
    expect(front.map((it) => it.entry.summary.title)).toEqual(['small', 'large']);
  });

  it('has no front against a parameter, of which neither end is the better', () => {
    expect(tradeOff(runs, columnOf(runs, 'temperature'), y).front).toEqual([]);
  });

  it('draws the front in steps', () => {
    const { front } = tradeOff(runs, x, y);
    expect(frontPath(front, (it) => ({ x: it.x, y: it.y * 100 }))).toBe('M100.0 90.0H900.0V99.0');
  });

  it('can be laid out by any column of numbers', () => {
    const keys = numericColumns(everyColumn(runs), runs).map((it) => it.key);
    expect(keys).toEqual(expect.arrayContaining(['accuracy', 'parameters', 'when', 'duration']));
    expect(keys).not.toContain('name');
  });
});
