import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerOf, formatProbability, softTargets } from '../../../../renderer/runs/examples/soft-targets.ts';
import { softmax } from '../../../nodes/reference.ts';

describe('soft targets', () => {
  it('are the softmax of logits over the temperature', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -500, max: 500, noNaN: true }), { minLength: 1, maxLength: 12 }),
        fc.double({ min: 0.5, max: 40, noNaN: true }),
        (logits, temperature) => {
          const wanted = softmax(logits.map((it) => it / temperature));
          const found = softTargets(logits, temperature) ?? [];
          for (const [at, it] of found.entries()) expect(it).toBeCloseTo(wanted[at] ?? Number.NaN, 10);
          expect(found.reduce((sum, it) => sum + it, 0)).toBeCloseTo(1, 10);
        },
      ),
    );
  });

  it('show the wrong classes where the temperature is higher', () => {
    const [, cold] = softTargets([9, 3, 0], 1) ?? [];
    const [, warm] = softTargets([9, 3, 0], 4) ?? [];
    expect(cold).toBeLessThan(0.01);
    expect(warm).toBeGreaterThan(0.1);
  });

  it('are none where a logit is no number', () => {
    expect(softTargets([1, null], 1)).toBeNull();
    expect(answerOf([1, null])).toBeNull();
  });

  it('are written so that small ones are told apart', () => {
    expect([0.9712, 0.0042, 0.0004, 0, 1].map(formatProbability)).toEqual([
      '97.1 %',
      '0.4 %',
      '< 0.1 %',
      '< 0.1 %',
      '100.0 %',
    ]);
  });
});

it('the answer is the first of the highest', () => {
  expect(answerOf([0, 2, 2, 1])).toBe(1);
});
