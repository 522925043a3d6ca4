import { expect, test } from 'vitest';
import { constant } from '../../src/nodes/schedule/constant/op.ts';
import { cosine } from '../../src/nodes/schedule/cosine/op.ts';
import { step } from '../../src/nodes/schedule/step/op.ts';
import { warmUp } from '../../src/nodes/schedule/warm-up/op.ts';

const one = () => 1;

test('constant leaves the rate', () => {
  expect(constant.factor(3, 10, {}, one)).toBe(1);
});

test('cosine starts at 1, is half way in the middle and would end at its floor', () => {
  const at = (s: number) => cosine.factor(s, 100, { floor: 0.2 }, one);
  expect(at(0)).toBe(1);
  expect(at(50)).toBeCloseTo(0.6, 12);
  expect(at(100)).toBeCloseTo(0.2, 12);
});

test('step falls exactly at each share', () => {
  const rates = Array.from({ length: 10 }, (_, s) => step.factor(s, 10, { every: 0.3, by: 0.1 }, one));
  expect(rates.map((it) => Math.round(Math.log10(it)))).toEqual([0, 0, 0, -1, -1, -1, -2, -2, -2, -3]);
});

test('warm-up rises to 1 and hands the rest of the steps to the next schedule', () => {
  const at = (s: number) =>
    warmUp.factor(s, 100, { share: 0.1 }, (rest, steps) => cosine.factor(rest, steps, { floor: 0 }, one));
  expect(at(0)).toBeCloseTo(0.1, 12);
  expect(at(9)).toBe(1);
  expect(at(10)).toBe(1);
  expect(at(55)).toBeCloseTo(0.5, 12);
  expect(at(99)).toBeLessThan(0.001);
});
