import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alignment, centredKernel, layerAlignments } from '../../../../src/runtime/engine/watch/alignment.ts';

type Rows = readonly (readonly number[])[];

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, it, at) => sum + it * (b[at] ?? 0), 0);
const kernel = (x: Rows): number[] => x.flatMap((a) => x.map((b) => dot(a, b)));
const centred = (x: Rows): Float64Array => centredKernel(kernel(x), x.length);
const cka = (x: Rows, y: Rows): number | null =>
  layerAlignments([[centred(x)]], [[centred(y)]])[0]?.[0] ?? null;

/** HSIC₁ by its traces, as it is published. */
function publishedHsic(x: Rows, y: Rows): number {
  const n = x.length;
  const without = (of: Rows): number[][] =>
    of.map((a, row) => of.map((b, at) => (row === at ? 0 : dot(a, b))));
  const [k, l] = [without(x), without(y)];
  const sums = (of: number[][]): number[] => of.map((row) => row.reduce((sum, it) => sum + it, 0));
  const all = (of: number[][]): number => sums(of).reduce((sum, it) => sum + it, 0);
  const trace = k.reduce((sum, row, at) => sum + dot(row, l[at] ?? []), 0);
  const product = dot(sums(k), sums(l));
  return (trace + (all(k) * all(l)) / ((n - 1) * (n - 2)) - (2 / (n - 2)) * product) / (n * (n - 3));
}

const matrix = (rows: number, columns: number): fc.Arbitrary<number[][]> =>
  fc.array(
    fc.array(
      fc.integer({ min: -1000, max: 1000 }).map((it) => it / 100),
      { minLength: columns, maxLength: columns },
    ),
    { minLength: rows, maxLength: rows },
  );
const pair = fc
  .tuple(fc.integer({ min: 4, max: 9 }), fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }))
  .chain(([n, d, e]) => fc.tuple(matrix(n, d), matrix(n, e)));
/** Where a layer tells examples apart by so little, there is nothing to compare. */
const tells = (x: Rows): boolean => alignment(centred(x), centred(x)) > 1e-3;

/** Mirrors every row at the plane across `v`: an orthogonal map. */
function mirrored(x: Rows, v: readonly number[]): Rows {
  const size = dot(v, v);
  return x.map((row) => row.map((it, at) => it - (2 * dot(row, v) * (v[at] ?? 0)) / size));
}

describe('the alignment of layers', () => {
  it('is the estimate without bias that is published', () => {
    fc.assert(
      fc.property(pair, ([x, y]) => {
        const n = x.length;
        const own = alignment(centred(x), centred(y)) / (n * (n - 3));
        expect(Math.abs(own - publishedHsic(x, y))).toBeLessThan(1e-6 * (1 + Math.abs(own)));
      }),
    );
  });

  it('is 1 for a layer and itself, and never more for two', () => {
    fc.assert(
      fc.property(pair, ([x, y]) => {
        fc.pre(tells(x) && tells(y));
        expect(cka(x, x)).toBeCloseTo(1, 9);
        expect(Math.abs(cka(x, y) ?? 0)).toBeLessThanOrEqual(1 + 1e-9);
        expect(cka(x, y)).toBeCloseTo(cka(y, x) ?? Number.NaN, 9);
      }),
    );
  });

  it('stays where activations are mirrored, moved, or made larger as a whole', () => {
    fc.assert(
      fc.property(
        pair,
        fc.integer({ min: 1, max: 500 }),
        fc.integer({ min: -50, max: 50 }),
        ([x, y], by, to) => {
          fc.pre(tells(x) && tells(y));
          const before = cka(x, y) ?? Number.NaN;
          const v = (x[0] ?? []).map((_, at) => at + 1);
          const w = (x[0] ?? []).map((_, at) => (at % 2 === 0 ? 1 : -0.5));
          // Two mirrors are a turn.
          expect(cka(mirrored(mirrored(x, v), w), y)).toBeCloseTo(before, 6);
          const scaled = x.map((row) => row.map((it) => (it * by) / 10));
          expect(cka(scaled, y)).toBeCloseTo(before, 6);
          const moved = x.map((row) => row.map((it, at) => it + to * (at + 1)));
          expect(cka(moved, y)).toBeCloseTo(before, 4);
        },
      ),
    );
  });

  it('changes where one direction alone is made larger', () => {
    const x = [
      [1, 2],
      [2, -1],
      [3, 4],
      [-1, 0],
      [0, 5],
    ];
    const stretched = x.map(([a = 0, b = 0]) => [10 * a, b]);
    expect(cka(x, stretched)).toBeLessThan(0.9);
  });

  it('does not call independent numbers alike for being many', () => {
    let seed = 1;
    const next = (): number => {
      seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
      return seed / 2 ** 31 - 0.5;
    };
    const draw = (): number[][] => Array.from({ length: 16 }, () => Array.from({ length: 400 }, next));
    const batches = Array.from({ length: 40 }, () => [centred(draw()), centred(draw())] as const);
    const [[value] = []] = layerAlignments([batches.map(([x]) => x)], [batches.map(([, y]) => y)]);
    expect(Math.abs(value ?? 1)).toBeLessThan(0.05);
  });

  it('sums over minibatches before it divides', () => {
    const one = [[1], [2], [4], [8], [16]];
    const two = [[3], [1], [4], [1], [5]];
    const [x, y] = [one, two].map(centred) as [Float64Array, Float64Array];
    const [[value] = []] = layerAlignments([[x, y]], [[y, x]]);
    expect(value).toBeCloseTo((2 * alignment(x, y)) / (alignment(x, x) + alignment(y, y)), 12);
  });

  it('has no value for a layer that says the same of all examples, and refuses three', () => {
    expect(cka([[1], [1], [1], [1]], [[1], [2], [3], [4]])).toBeNull();
    expect(() => centred([[1], [2], [3]])).toThrow('3 examples are too few to be compared; 4 are needed');
  });
});
