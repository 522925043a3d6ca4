import { describe, expect, it } from 'vitest';
import { classRows, sameAnswers } from '../../../../renderer/runs/examples/answer-rows.ts';

const logits = (classes: number, of: (at: number) => number) => ({
  logits: Array.from({ length: classes }, (_, at) => of(at)),
});

describe('the classes of a card', () => {
  it('are all of ten, in their order, with what each network gives them', () => {
    const rows = classRows([logits(10, () => 0), logits(10, (at) => (at === 3 ? 20 : 0))], 7, 1);
    expect(rows.map((it) => it.at)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(rows[0]?.shares[0]).toBeCloseTo(0.1, 12);
    expect(rows[3]?.shares[1]).toBeCloseTo(1, 6);
  });

  it('are the ones that say most where there are more, the true one among them, and one row for the rest', () => {
    const rows = classRows(
      [logits(100, (at) => (at < 5 ? 5 : 0)), logits(100, (at) => (at === 50 ? 9 : 0))],
      77,
      1,
    );
    expect(rows.map((it) => it.at)).toEqual(expect.arrayContaining([0, 1, 2, 3, 4, 50, 77, null]));
    expect(rows).toHaveLength(10);
    expect(rows.at(-1)?.at).toBeNull();
    for (const network of [0, 1])
      expect(rows.reduce((sum, it) => sum + (it.shares[network] ?? 0), 0)).toBeCloseTo(1, 9);
  });

  it('have no shares where a network gave no numbers', () => {
    const rows = classRows([{ logits: [null, 1] }, { logits: [0, 0] }], 0, 1);
    expect(rows.map((it) => it.shares)).toEqual([
      [null, 0.5],
      [null, 0.5],
    ]);
  });
});

it('it is counted of how many examples all say the same', () => {
  const of = (...all: number[][][]) =>
    sameAnswers({
      kind: 'answers',
      seq: 0,
      time: 0,
      stage: 'stage-1',
      epoch: 1,
      step: 1,
      source: 'source-1',
      part: 'test',
      networks: all.map((own, at) => ({ network: `network-${at}`, teaches: at === 0, logits: own })),
    });
  expect(
    of(
      [
        [1, 0],
        [0, 1],
      ],
      [
        [2, 0],
        [3, 0],
      ],
    ),
  ).toBe(1);
  expect(
    of(
      [
        [1, 0],
        [0, 1],
      ],
      [
        [2, 0],
        [0, 3],
      ],
    ),
  ).toBe(2);
});
