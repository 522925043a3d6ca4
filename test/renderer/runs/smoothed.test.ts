import { describe, expect, it } from 'vitest';
import { Column } from '../../../renderer/runs/column.ts';
import { Smoothed } from '../../../renderer/runs/smoothed.ts';

const list = (column: Column): number[] => Array.from({ length: column.length }, (_, at) => column.at(at));

function columnOf(values: readonly (number | null)[]): Column {
  const column = new Column();
  column.append(values);
  return column;
}

describe('smoothing', () => {
  it('begins at the first value and keeps the given share of the past', () => {
    const shown = list(new Smoothed(columnOf([4, 8]), 0.5).column());
    expect(shown[0]).toBeCloseTo(4);
    // (0.5·0.5·4 + 0.5·8) / (1 − 0.25)
    expect(shown[1]).toBeCloseTo(5 / 0.75);
  });

  it('leaves a flat line flat', () => {
    for (const value of list(new Smoothed(columnOf(Array(200).fill(3)), 0.97).column()))
      expect(value).toBeCloseTo(3, 10);
  });

  it('is the column itself where nothing of the past is kept', () => {
    const source = columnOf([1, 2]);
    expect(new Smoothed(source, 0).column()).toBe(source);
  });

  it('steps over missing values and carries on behind them', () => {
    const shown = list(new Smoothed(columnOf([4, null, 8]), 0.5).column());
    expect(shown[1]).toBeNaN();
    expect(shown[2]).toBeCloseTo(5 / 0.75);
  });

  it('is the same whether it grew with its source or was made at the end', () => {
    const source = new Column();
    const grown = new Smoothed(source, 0.9);
    for (let at = 0; at < 500; at += 1) {
      source.push(Math.sin(at));
      if (at % 9 === 0) grown.column();
    }
    expect(list(grown.column())).toEqual(list(new Smoothed(source, 0.9).column()));
  });

  it('is made anew when its source was cut', () => {
    const source = columnOf([1, 100, 100]);
    const smoothed = new Smoothed(source, 0.5);
    smoothed.column();
    source.truncate(1);
    source.append([2]);
    expect(list(smoothed.column())).toEqual(list(new Smoothed(columnOf([1, 2]), 0.5).column()));
  });
});
