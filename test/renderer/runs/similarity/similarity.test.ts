import { describe, expect, it } from 'vitest';
import {
  formatSimilarity,
  mostAlike,
  similarityCells,
} from '../../../../renderer/runs/similarity/similarity.ts';

const told = {
  rows: ['first', 'second', 'answer'],
  columns: ['one', 'answer'],
  values: [
    [0.9, 0.2],
    [0.4, null],
    [-0.01, 0.99],
  ],
};

describe('the similarity of layers', () => {
  it('has a sentence a field, and marks the layer of the teacher that is most alike', () => {
    const cells = similarityCells(told);
    expect(cells[0]?.[0]).toMatchObject({
      best: true,
      shade: 0.9 ** 2,
      label: 'one of the student and first of the teacher: 0.90',
    });
    expect(cells.map((row) => row.map((it) => it.best))).toEqual([
      [true, false],
      [false, false],
      [false, true],
    ]);
    expect(cells[2]?.[0]).toMatchObject({ shade: 0 });
    expect(cells[1]?.[1]?.label).toMatch(/says the same of every example$/);
  });

  it('names the pair that is most alike before the answers', () => {
    expect(mostAlike(similarityCells(told))).toMatchObject({ row: 'first', column: 'one' });
    expect(mostAlike(similarityCells({ rows: ['answer'], columns: ['answer'], values: [[1]] }))).toBeNull();
  });

  it('has two digits, and no minus before nothing', () => {
    expect([1, 0.874, -0.02, -0.001].map(formatSimilarity)).toEqual(['1.00', '0.87', '−0.02', '0.00']);
  });
});
