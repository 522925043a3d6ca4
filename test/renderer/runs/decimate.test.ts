import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gridOf, gridSteps, sample, valueAt, withPoints } from '../../../renderer/runs/chart/decimate.ts';
import { Column } from '../../../renderer/runs/column.ts';

const columnOf = (values: readonly number[]): Column => {
  const column = new Column();
  column.append(values);
  return column;
};
/** Steps 1, 2, 3, … as the engine numbers them. */
const stepsOf = (count: number): Column => columnOf(Array.from({ length: count }, (_, at) => at + 1));

describe('a curve in few pixels', () => {
  it('shows every value at its own step where there is room', () => {
    const grid = gridOf(0, 4, 100);
    expect(gridSteps(grid)).toEqual([0, 1, 2, 3, 4]);
    expect(sample(stepsOf(3), columnOf([7, 8, 9]), grid)).toEqual([null, 7, 8, 9, null]);
  });

  it('keeps the least and the greatest value of every bucket, however many values lie in it', () => {
    const floats = fc.array(fc.double({ noNaN: true, min: -1e9, max: 1e9 }), {
      minLength: 1,
      maxLength: 3000,
    });
    fc.assert(
      fc.property(floats, fc.integer({ min: 2, max: 300 }), (values, pixels) => {
        const grid = gridOf(1, values.length, pixels);
        const drawn = sample(stepsOf(values.length), columnOf(values), grid);
        expect(drawn).toHaveLength(gridSteps(grid).length);
        for (let bucket = 0; bucket < grid.buckets; bucket += 1) {
          const inside = values.slice(bucket * grid.width, (bucket + 1) * grid.width);
          const shown = grid.width === 1 ? [drawn[bucket]] : drawn.slice(bucket * 2, bucket * 2 + 2);
          expect(Math.min(...(shown as number[]))).toBe(Math.min(...inside));
          expect(Math.max(...(shown as number[]))).toBe(Math.max(...inside));
        }
      }),
    );
  });

  it('never draws more than two points a pixel', () => {
    for (const pixels of [1, 7, 640])
      expect(gridSteps(gridOf(0, 1_000_000, pixels)).length).toBeLessThanOrEqual(2 * pixels);
  });

  it('draws a falling line falling and a rising one rising within a bucket', () => {
    const grid = gridOf(1, 4, 2);
    expect(sample(stepsOf(4), columnOf([4, 3, 1, 2]), grid)).toEqual([4, 3, 1, 2]);
  });

  it('leaves out what has no place on a logarithmic axis', () => {
    expect(sample(stepsOf(3), columnOf([0, -1, 2]), gridOf(1, 3, 10), true)).toEqual([null, null, 2]);
  });

  it('finds values where steps have gaps', () => {
    const steps = columnOf([10, 20, 1000]);
    expect(sample(steps, columnOf([1, 2, 3]), gridOf(0, 1009, 101))).toHaveLength(202);
    expect(sample(steps, columnOf([1, 2, 3]), gridOf(0, 1009, 101)).filter((it) => it !== null)).toEqual([
      1, 1, 2, 2, 3, 3,
    ]);
  });

  it('reads the value at a step, or the last before it', () => {
    const [steps, values] = [columnOf([2, 4]), columnOf([20, 40])];
    expect([1, 2, 3, 4, 9].map((it) => valueAt(steps, values, it))).toEqual([null, 20, 20, 40, 40]);
  });

  it('puts single points between those of the grid, all in order', () => {
    const { xs, columns } = withPoints(
      [0, 1, 2],
      [[5, 6, 7]],
      [
        [
          { x: 1, y: 60 },
          { x: 1.5, y: 65 },
        ],
      ],
    );
    expect(xs).toEqual([0, 1, 1.5, 2]);
    expect(columns).toEqual([
      [5, 6, null, 7],
      [null, 60, 65, null],
    ]);
  });
});
