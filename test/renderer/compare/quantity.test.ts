import { describe, expect, it } from 'vitest';
import { cellText, readQuantity, type Unit } from '../../../renderer/compare/quantity.ts';

describe('A number in a condition', () => {
  it.each<[Unit, string, number]>([
    ['share', '97%', 0.97],
    ['share', '97.1', 0.971],
    ['share', '0.97', 0.97],
    ['share', '1', 1],
    ['points', '1.5', 0.015],
    ['points', '−2%', -0.02],
    ['count', '100k', 100_000],
    ['count', '2.5M', 2_500_000],
    ['bytes', '98.3 kB', 98_300],
    ['microseconds', '1.5ms', 1500],
    ['microseconds', '12 µs', 12],
    ['milliseconds', '90', 90_000],
    ['milliseconds', '2min', 120_000],
    ['milliseconds', '1h', 3_600_000],
    ['number', '1e-3', 0.001],
    ['number', '.5', 0.5],
  ])('in %s: %s', (unit, text, value) => {
    expect(readQuantity(unit, text)).toBe(value);
  });

  it.each<[Unit, string]>([
    ['share', 'good'],
    ['share', '97kB'],
    ['milliseconds', '2 days'],
    ['number', ''],
    ['number', '1e'],
    ['number', '4 5'],
    ['text', '4'],
    ['date', '2026-13-01'],
    ['date', 'yesterday'],
  ])('in %s is none: %j', (unit, text) => {
    expect(readQuantity(unit, text)).toBeNull();
  });

  it('of a date is the beginning of what it names', () => {
    expect(readQuantity('date', '2026-11-29')).toBe(new Date(2026, 10, 29).getTime());
    expect(readQuantity('date', '2026-11')).toBe(new Date(2026, 10, 1).getTime());
    expect(readQuantity('date', '2026')).toBe(new Date(2026, 0, 1).getTime());
  });
});

describe('A cell', () => {
  it.each<[Unit, number | string | null, string]>([
    ['share', 0.9761, '97.61 %'],
    ['points', 0.0084, '+0.84'],
    ['count', 1_234_567, '1,234,567'],
    ['bytes', 98_300, '98.3 kB'],
    ['microseconds', 12.34, '12.3 µs'],
    ['milliseconds', 247_000, '4:07'],
    ['loss', 0.12345, '0.1235'],
    ['number', 60_000, '60,000'],
    ['text', 'Done', 'Done'],
    ['share', null, '–'],
  ])('in %s: %j is shown as %s', (unit, cell, text) => {
    expect(cellText(unit, cell, 0)).toBe(text);
  });
});
