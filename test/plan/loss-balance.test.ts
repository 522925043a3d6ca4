import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Balance, lossBalance, unevenLoss, weightText } from '../../src/plan/loss-balance.ts';

type Part = { readonly weight: number; readonly gradient: number | null };

const measured = (...parts: readonly Part[]): Balance => ({
  kind: 'balance',
  stage: 'stage-1',
  step: 1,
  parts: parts.map((it, at) => ({ at: `term-${at + 1}`, value: 1, ...it })),
});

describe('the balance of losses', () => {
  test('is a share of the sum of all norms', () => {
    const losses = lossBalance([measured({ weight: 1, gradient: 3 }, { weight: 2, gradient: 1 })]);
    expect(losses.map((it) => it.share)).toEqual([0.75, 0.25]);
  });

  test('is the mean of the last five measurements', () => {
    const of = (...norms: number[]) =>
      norms.map((it) => measured({ weight: 1, gradient: it }, { weight: 1, gradient: 1 }));
    expect(lossBalance(of(9, 9, 1, 2, 3, 4, 5))[0]?.gradient).toBe(3);
    expect(lossBalance(of(2, 4))[0]?.gradient).toBe(3);
  });

  test('is not known where a gradient was not finite, or all are zero', () => {
    for (const gradient of [null, 0]) {
      const losses = lossBalance([measured({ weight: 1, gradient }, { weight: 1, gradient: 0 })]);
      expect(losses.map((it) => it.share)).toEqual([null, null]);
      expect(losses.map((it) => it.evenWeight)).toEqual([null, null]);
      expect(unevenLoss(losses)).toBeUndefined();
    }
  });

  test('with the weight that is proposed for one loss, it brings as much as the others on their mean', () => {
    const part = fc.record({
      weight: fc.double({ min: 0.01, max: 1000, noNaN: true }),
      raw: fc.double({ min: 0.001, max: 100, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(part, { minLength: 2, maxLength: 5 }), fc.nat(4), (parts, which) => {
        const at = which % parts.length;
        const sum = parts.reduce((total, it) => total + it.weight, 0);
        fc.pre(Math.abs(sum - 1) > 1e-2);
        const wanted = lossBalance([
          measured(...parts.map(({ weight, raw }) => ({ weight, gradient: weight * raw }))),
        ])[at]?.evenWeight;
        const after = parts.map((it, own) => (own === at ? (wanted ?? Number.NaN) : it.weight) * it.raw);
        const others = after.filter((_, own) => own !== at);
        const mean = others.reduce((total, it) => total + it, 0) / others.length;
        expect(Math.abs((after[at] ?? Number.NaN) / mean - 1)).toBeLessThan(1e-6);
      }),
    );
  });

  test('weights that sum to one still do: an alpha is proposed', () => {
    const [hard, soft] = [2, 40];
    const losses = lossBalance([
      measured({ weight: 0.1, gradient: 0.1 * hard }, { weight: 0.9, gradient: 0.9 * soft }),
    ]);
    const alpha = losses[1]?.evenWeight ?? Number.NaN;
    expect(alpha * soft).toBeCloseTo((1 - alpha) * hard);
    expect(losses[0]?.evenWeight).toBeCloseTo(1 - alpha);
  });

  test('no weight is proposed for a loss without a gradient', () => {
    const [none] = lossBalance([measured({ weight: 1, gradient: 0 }, { weight: 1, gradient: 2 })]);
    expect(none).toMatchObject({ share: 0, evenWeight: null });
  });
});

describe('a loss that is out of balance', () => {
  const uneven = (...norms: number[]) =>
    unevenLoss(lossBalance([measured(...norms.map((gradient) => ({ weight: 1, gradient })))]))?.at;

  test('is the one that is hardly heard', () => {
    expect(uneven(4, 96)).toBe('term-1');
    expect(uneven(50, 46, 4)).toBe('term-3');
    expect(uneven(6, 94)).toBeUndefined();
  });

  test('is never one that only keeps something small, and nothing is out of balance beside such alone', () => {
    const of = (...norms: number[]) =>
      lossBalance([measured(...norms.map((gradient) => ({ weight: 1, gradient })))]);
    expect(unevenLoss(of(50, 46, 4), new Set(['term-3']))).toBeUndefined();
    expect(unevenLoss(of(96, 3, 1), new Set(['term-3']))?.at).toBe('term-2');
    expect(unevenLoss(of(99, 1), new Set(['term-2']))).toBeUndefined();
  });

  test('is the one that drowns several others', () => {
    expect(uneven(96, 2, 2)).toBe('term-1');
  });
});

test('a weight is told as exactly as it need be', () => {
  expect([0.00123, 0.5, 12.34, 40_000].map(weightText)).toEqual(['0.0012', '0.5', '12', '40000']);
});
