import { describe, expect, it } from 'vitest';
import { confusionCells, worstMistakes } from '../../../../renderer/runs/result/confusion.ts';

const confusion = [
  [90, 9, 1],
  [0, 50, 0],
  [4, 0, 0],
];

describe('a confusion matrix', () => {
  it('tells every field in words', () => {
    const [first, second, third] = confusionCells(confusion);
    expect(first?.[0]?.label).toBe('Named rightly: 90 of 100 images of class 0 (90 %)');
    expect(first?.[1]?.label).toBe('Taken for 1: 9 of 100 images of class 0 (9 %)');
    expect(second?.[1]?.label).toBe('Named rightly: 50 of 50 images of class 1 (100 %)');
    expect(third?.[2]?.label).toBe('Named rightly: 0 of 4 images of class 2 (0 %)');
  });

  it('shades what is right by its share of the class, and mistakes among themselves', () => {
    const shades = confusionCells(confusion).map((row) => row.map((it) => it.shade));
    expect(shades).toEqual([
      [0.9, 1, 1 / 3],
      [0, 1, 0],
      [2 / 3, 0, 0],
    ]);
  });

  it('names the worst mistakes first, and none where there is none', () => {
    expect(worstMistakes(confusion, 2).map(({ truth, said, count }) => [truth, said, count])).toEqual([
      [0, 1, 9],
      [2, 0, 4],
    ]);
    expect(
      worstMistakes(
        [
          [5, 0],
          [0, 5],
        ],
        2,
      ),
    ).toEqual([]);
  });

  it('stands a class without images', () => {
    const [[cell] = []] = confusionCells([
      [0, 0],
      [0, 3],
    ]);
    expect(cell).toMatchObject({ shade: 0, label: 'Named rightly: 0 of 0 images of class 0' });
  });
});
