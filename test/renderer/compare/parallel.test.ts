import { describe, expect, it } from 'vitest';
import { axisOf, linePath, parallelColumns } from '../../../renderer/compare/parallel/parallel.ts';
import { columnOf, entry, everyColumn } from './entries.ts';

const runs = [
  entry({ title: 'a', temperature: 1, accuracy: 0.9, document: 'B' }),
  entry({ title: 'b', temperature: 9, accuracy: 0.99, document: 'A' }),
  entry({ title: 'c', temperature: 5, accuracy: null, document: 'C' }),
];
const axis = (name: string) => axisOf(columnOf(runs, name), runs);

describe('Parallel coordinates', () => {
  it('go from the parameters to the results', () => {
    const kinds = parallelColumns(everyColumn(runs), runs).map((it) => it.kind);
    expect(kinds).toEqual(
      [...kinds]
        .sort()
        .toReversed()
        .sort((a, b) => (a === b ? 0 : a === 'parameter' ? -1 : 1)),
    );
    expect(kinds).toContain('parameter');
    expect(kinds.filter((it) => it === 'result').length).toBeLessThanOrEqual(3);
  });

  it('place numbers by their size and words by the alphabet', () => {
    const numbers = axis('temperature');
    expect(numbers.at(5)).toBeCloseTo(0.5);
    expect(numbers.at(1)).toBeLessThan(numbers.at(9) as number);
    const words = axis('document');
    expect(words.ticks.map((it) => it.cell)).toEqual(['A', 'B', 'C']);
    expect(words.at('A')).toBeCloseTo(1 / 6);
    expect(words.at('other')).toBeNull();
  });

  it('break a line where a run has no value', () => {
    const axes = [axis('temperature'), axis('accuracy'), axis('document')];
    const path = (at: number): string =>
      linePath(runs[at] as (typeof runs)[0], axes, (x, y) => ({ x, y })).replace(/[\d. ]+/g, '');
    expect(path(0)).toBe('MLL');
    expect(path(2)).toBe('MM');
  });
});
