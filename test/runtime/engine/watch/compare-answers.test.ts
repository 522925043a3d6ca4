import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareAnswers } from '../../../../src/runtime/engine/watch/compare-answers.ts';
import { logSoftmax, meanOf } from '../../../nodes/reference.ts';

const logits = (classes: number): fc.Arbitrary<number[]> =>
  fc.array(fc.float({ min: -60, max: 60, noNaN: true }), { minLength: classes, maxLength: classes });
const tables = fc.tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 2, max: 6 })).chain(([n, c]) =>
  fc.record({
    classes: fc.constant(c),
    teacher: fc.array(logits(c), { minLength: n, maxLength: n }),
    network: fc.array(logits(c), { minLength: n, maxLength: n }),
  }),
);

const divergence = (teacher: readonly number[], network: readonly number[]): number => {
  const [p, q] = [logSoftmax(teacher), logSoftmax(network)];
  return p.reduce((sum, it, at) => sum + Math.exp(it) * (it - (q[at] ?? 0)), 0);
};

describe('what a network answers beside its teacher', () => {
  it('is as far apart as float64 says, and the furthest are found in one passage', () => {
    fc.assert(
      fc.property(tables, fc.integer({ min: 1, max: 8 }), ({ classes, teacher, network }, most) => {
        const found = compareAnswers(
          Float32Array.from(teacher.flat()),
          Float32Array.from(network.flat()),
          classes,
          most,
        );
        const wanted = teacher.map((row, at) => divergence(row, network[at] ?? []));
        expect(found.divergence).toBeCloseTo(meanOf(wanted), 6);
        const sorted = wanted.toSorted((a, b) => b - a).slice(0, most);
        expect(found.furthest).toHaveLength(sorted.length);
        found.furthest.forEach(({ row, divergence: own }, at) => {
          expect(own).toBeCloseTo(sorted[at] ?? Number.NaN, 6);
          expect(own).toBeCloseTo(wanted[row] ?? Number.NaN, 6);
        });
        expect(new Set(found.furthest.map((it) => it.row)).size).toBe(sorted.length);
      }),
    );
  });

  it('is told of equals by their number', () => {
    const same = Float32Array.from([1, 0, 1, 0, 1, 0]);
    const other = Float32Array.from([0, 1, 0, 1, 0, 1]);
    expect(compareAnswers(same, other, 2, 2).furthest.map((it) => it.row)).toEqual([0, 1]);
  });

  it('leaves out what is no number, and has no mean then', () => {
    const teacher = Float32Array.from([1, 0, 1, 0]);
    const network = Float32Array.from([Number.NaN, 0, 0, 1]);
    const found = compareAnswers(teacher, network, 2, 4);
    expect(found.furthest.map((it) => it.row)).toEqual([1]);
    expect(found.divergence).toBeNaN();
  });

  it('is never below nothing', () => {
    const same = Float32Array.from({ length: 400 }, (_, at) => Math.sin(at) * 30);
    const found = compareAnswers(same, same, 4, 100);
    expect(found.furthest.every((it) => it.divergence >= 0)).toBe(true);
    expect(found.divergence).toBeCloseTo(0, 12);
  });
});
