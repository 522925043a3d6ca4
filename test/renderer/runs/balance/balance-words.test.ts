import { describe, expect, it } from 'vitest';
import { balanceReading } from '../../../../renderer/runs/balance/balance-words.ts';
import { type Balance, lossBalance } from '../../../../src/plan/loss-balance.ts';

/** What is read of losses by the norms of their weighted gradients; each has a weight of 0.5 unless it is named. */
function reading(
  gradients: Record<string, number | null>,
  weights: Record<string, number> = {},
  regularizers: readonly string[] = [],
) {
  const parts = Object.entries(gradients).map(([at, gradient]) => ({
    at,
    value: 1,
    weight: weights[at] ?? 1,
    gradient,
  }));
  const event: Balance = { kind: 'balance', stage: 'stage-1', step: 1, parts };
  return balanceReading(lossBalance([event]), (at) => `“${at}”`, new Set(regularizers));
}

describe('what is read of a balance', () => {
  it('is how many times as hard one of two pulls, and no advice where both are heard', () => {
    expect(reading({ hint: 4, softmax: 1 })).toEqual({
      tone: 'plain',
      text: 'The gradient of “hint” is 4 times that of “softmax”.',
    });
    expect(reading({ hint: 1, softmax: 1.6 }).text).toBe(
      'The gradient of “softmax” is 1.6 times that of “hint”.',
    );
  });

  it('warns of the one that is hardly heard, with the weight at which it would be', () => {
    expect(reading({ hint: 40, softmax: 1 }, { softmax: 0.1 })).toEqual({
      tone: 'warning',
      text: 'The gradient of “hint” is 40 times that of “softmax”. “softmax” makes 2 % of the whole and is hardly heard; a weight of about 4 would balance it.',
    });
  });

  it('advises nothing against what only keeps something small', () => {
    expect(reading({ hint: 400, size: 1 }, {}, ['size'])).toEqual({
      tone: 'plain',
      text: '“hint” leads; what stands beside it only keeps something small.',
    });
    expect(reading({ hint: 4, softmax: 1, size: 0.01 }, {}, ['size'])).toEqual({
      tone: 'plain',
      text: 'The gradient of “hint” is 4 times that of “softmax”.',
    });
  });

  it('warns of the one of three that drowns the others', () => {
    const { tone, text } = reading({ hint: 1000, softmax: 10, labels: 8 });
    expect(tone).toBe('warning');
    expect(text).toBe(
      'The gradient of “hint” is 130 times that of “labels”, which brings the least. The other losses are hardly heard beside “hint”; a weight of about 0.009 would balance it.',
    );
  });

  it('is that they are alike where no batch could tell them apart', () => {
    expect(reading({ hint: 1.2, softmax: 1 }).text).toBe('Both losses pull about as hard as each other.');
    expect(reading({ a: 1.2, b: 1, c: 1.1 }).text).toBe('All losses pull about as hard as each other.');
  });

  it('names what has no gradient, or none that is a number', () => {
    expect(reading({ hint: 1, softmax: 0 })).toMatchObject({
      tone: 'warning',
      text: expect.stringMatching(/^“softmax” brings no gradient at all\./),
    });
    expect(reading({ hint: 0, softmax: 0 })).toEqual({
      tone: 'plain',
      text: 'No loss moves the network any more.',
    });
    expect(reading({ hint: 1, softmax: null })).toEqual({
      tone: 'warning',
      text: 'The gradient of “softmax” is not a finite number.',
    });
  });
});
