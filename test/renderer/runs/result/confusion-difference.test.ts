import { describe, expect, it } from 'vitest';
import { differenceCells, signed, worstLoss } from '../../../../renderer/runs/result/confusion-difference.ts';

const words = { nameOf: String };
const teacher = [
  [10, 0],
  [1, 9],
];
const student = [
  [8, 2],
  [0, 10],
];

describe('the difference of two confusion matrices', () => {
  const cells = differenceCells(teacher, student, words);

  it('is the student’s less the teacher’s, with a sign and a sentence', () => {
    expect(cells.map((row) => row.map((it) => it.difference))).toEqual([
      [-2, 2],
      [-1, 1],
    ]);
    expect(cells[0]?.[1]?.label).toBe('0 taken for 1: 2 by the student, 0 by the teacher, difference +2');
    expect(cells[1]?.[1]?.label).toBe('1 named rightly: 10 by the student, 9 by the teacher, difference +1');
    expect([1234, -3, 0].map(signed)).toEqual(['+1,234', '−3', '0']);
  });

  it('knows what is better: more that is right, fewer that is wrong', () => {
    expect(cells.map((row) => row.map((it) => it.better))).toEqual([
      [false, false],
      [true, true],
    ]);
    expect(worstLoss(cells)).toMatchObject({ truth: 0, said: 1 });
    expect(worstLoss(differenceCells(teacher, teacher, words))).toBeNull();
  });

  it('is shaded by the root of its size, and not at all where both say the same', () => {
    expect(cells[0]?.[0]?.shade).toBe(1);
    expect(cells[1]?.[0]?.shade).toBeCloseTo(Math.SQRT1_2, 12);
    expect(differenceCells(teacher, teacher, words)[0]?.[0]).toMatchObject({ shade: 0, better: null });
  });
});
