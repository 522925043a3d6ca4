import { describe, expect, it } from 'vitest';
import type { FormField } from '../../../renderer/inspector/form-fields.ts';
import {
  allowedNumbers,
  inverseText,
  numberText,
  readNumber,
  stepped,
} from '../../../renderer/inspector/number-text.ts';

type NumberField = Extract<FormField, { kind: 'number' }>;
const field = (change: Partial<NumberField> = {}): NumberField => ({
  kind: 'number',
  param: 'it',
  title: 'It',
  help: '',
  default: 1,
  whole: false,
  min: -1e9,
  max: 1e9,
  step: 0.1,
  log: false,
  ...change,
});

describe('a number that is typed', () => {
  it.each([
    ['0.5', 0.5],
    ['0,5', 0.5],
    ['.5', 0.5],
    ['5.', 5],
    [' 60 000 ', 60_000],
    ['60,000', 60_000],
    ['1,234,567.5', 1_234_567.5],
    ['1e-3', 0.001],
    ['1E6', 1e6],
    ['−3', -3],
    ['+4', 4],
    ['60\u202f000', 60_000],
    ['0,125', 0.125],
  ])('%j is %d', (text, value) => {
    expect(readNumber(text, field())).toEqual({ ok: true, value });
  });

  it.each(['', '-', '1e', 'abc', '1 2 x', '0x10', 'NaN', 'Infinity', '1e999', '1.2.3', '1,2,3'])(
    '%j is none',
    (text) => {
      expect(readNumber(text, field()).ok).toBe(false);
    },
  );

  it('is shown so that it reads back as itself', () => {
    for (const value of [0, -0.1, 1e-7, 0.30000000000000004, 2 ** 31 - 1, 1e21, 123456.789])
      expect(readNumber(numberText(value), field({ max: 1e30 }))).toEqual({ ok: true, value });
  });

  it('must be whole where parts make no sense, and within its limits', () => {
    const epochs = field({ whole: true, min: 1, max: 10_000 });
    expect(readNumber('2.5', epochs)).toEqual({ ok: false, allowed: 'A whole number from 1 to 10,000.' });
    expect(readNumber('0', epochs).ok).toBe(false);
    expect(readNumber('10000', epochs)).toEqual({ ok: true, value: 10_000 });
  });
});

describe('what is allowed', () => {
  it('is said with the limits that there are, and the unit', () => {
    expect(allowedNumbers(field({ min: 0, max: 8, whole: true, unit: 'pixels' }))).toBe(
      'A whole number from 0 to 8 pixels.',
    );
    expect(allowedNumbers(field({ min: 1e-7, max: 10 }))).toBe('A number from 1e-7 to 10.');
    expect(allowedNumbers(field({ min: 0, max: Number.POSITIVE_INFINITY }))).toBe('A number, at least 0.');
  });
});

describe('a press of an arrow key', () => {
  it('moves by the step, ten of them, or a tenth, without the dust of binary fractions', () => {
    const alpha = field({ min: 0, max: 1, step: 0.05 });
    expect(stepped(0.1, alpha, true, 'one')).toBe(0.15);
    expect(stepped(0.3, alpha, false, 'one')).toBe(0.25);
    expect(stepped(0.3, alpha, true, 'ten')).toBe(0.8);
    expect(stepped(0.3, alpha, true, 'tenth')).toBe(0.305);
    expect(stepped(0.98, alpha, true, 'one')).toBe(1);
  });

  it('goes through 1, 2, 5, 10 where a step means a factor', () => {
    const rate = field({ min: 1e-8, max: 100, step: undefined, log: true });
    const up = [0.001, 0.002, 0.005, 0.01];
    for (const [at, value] of up.entries())
      if (at > 0) expect(stepped(up[at - 1] ?? 0, rate, true, 'one')).toBe(value);
    expect(stepped(0.001, rate, false, 'one')).toBe(0.0005);
    expect(stepped(0.003, rate, false, 'one')).toBe(0.002);
    expect(stepped(0.003, rate, true, 'ten')).toBe(0.03);
  });
});

describe('the inverse beside a number', () => {
  it('is told by its letter, in three digits', () => {
    const temperature = field({ inverse: 'β', min: 0.25, max: 100 });
    expect(inverseText(4, temperature)).toBe('β 0.25');
    expect(inverseText(30, temperature)).toBe('β 0.0333');
    expect(inverseText(0.25, temperature)).toBe('β 4');
  });

  it('stands beside no other number, and has none for 0', () => {
    expect(inverseText(4, field())).toBeUndefined();
    expect(inverseText(0, field({ inverse: 'β' }))).toBeUndefined();
  });
});
