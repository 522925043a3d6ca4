import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Column } from '../../../renderer/runs/column.ts';

const columnOf = (values: readonly (number | null)[]): Column => {
  const column = new Column();
  column.append(values);
  return column;
};

/** What a column should answer, the slow way. */
function extremes(values: readonly (number | null)[]): { low: number; high: number } {
  const there = values.filter((it) => it !== null);
  return { low: Math.min(...there), high: Math.max(...there) };
}

const values = fc.array(fc.option(fc.double({ noNaN: true }), { freq: 5 }), { maxLength: 700 });

describe('a column', () => {
  it('keeps every value in order, however it grows, and takes null as missing', () => {
    const all = Array.from({ length: 5_000 }, (_, at) => (at % 7 === 0 ? null : at / 3));
    const column = new Column();
    for (let at = 0; at < all.length; at += 13) column.append(all.slice(at, at + 13));
    expect(column.length).toBe(5_000);
    all.forEach((it, at) => {
      expect(column.at(at)).toBe(it ?? Number.NaN);
    });
    expect(column.at(5_000)).toBeNaN();
  });

  it('knows the least and the greatest of any stretch', () => {
    fc.assert(
      fc.property(values, fc.nat(700), fc.nat(700), (all, a, b) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        expect(columnOf(all).extremes(from, to)).toEqual(extremes(all.slice(from, to)));
      }),
    );
  });

  it('forgets what was cut away, and grows on from there', () => {
    fc.assert(
      fc.property(values, values, fc.nat(700), (before, after, length) => {
        const column = columnOf(before);
        column.truncate(length);
        column.append(after);
        const all = [...before.slice(0, length), ...after];
        expect(column.length).toBe(all.length);
        expect(column.extremes(0, all.length)).toEqual(extremes(all));
        expect(column.extremes(length, all.length)).toEqual(extremes(all.slice(length)));
      }),
    );
  });

  it('counts cuts, and nothing that leaves it as it is', () => {
    const column = columnOf([1, 2, 3]);
    column.truncate(3);
    column.truncate(9);
    expect(column.cuts).toBe(0);
    column.truncate(1);
    expect(column.cuts).toBe(1);
  });

  it('finds the first value that is not below', () => {
    const column = columnOf([1, 2, 2, 5]);
    expect([0, 1, 2, 3, 5, 6].map((it) => column.search(it))).toEqual([0, 0, 1, 3, 3, 4]);
  });
});
