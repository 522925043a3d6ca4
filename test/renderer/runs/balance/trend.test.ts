import { describe, expect, it } from 'vitest';
import { trends } from '../../../../renderer/runs/balance/trend.ts';
import type { Balance } from '../../../../src/plan/loss-balance.ts';

const measured = (step: number, ...gradients: (number | null)[]): Balance => ({
  kind: 'balance',
  stage: 'stage-1',
  step,
  parts: gradients.map((gradient, at) => ({ at: `term-${at + 1}`, value: 1, weight: 1, gradient })),
});
const ends = (events: Balance[], term: string) => {
  const { points = [] } = trends(events).get(term) ?? {};
  return [points[0], points.at(-1)];
};

describe('how gradients went', () => {
  it('stands on one logarithmic scale for all losses: the largest at the top, the smallest at the bottom', () => {
    const events = [measured(10, 1, 100), measured(100, 10, 100)];
    expect(ends(events, 'term-1')).toEqual([
      [0, 1],
      [1, expect.closeTo(0.5)],
    ]);
    expect(ends(events, 'term-2')).toEqual([
      [0, expect.closeTo(0)],
      [1, expect.closeTo(0)],
    ]);
  });

  it('lies in the middle where nothing changes', () => {
    expect(ends([measured(10, 3), measured(20, 3)], 'term-1')).toEqual([
      [0, expect.closeTo(0.5)],
      [1, expect.closeTo(0.5)],
    ]);
  });

  it('leaves out what was not finite or zero', () => {
    const events = [measured(10, 1), measured(20, null), measured(30, 0), measured(40, 2)];
    expect(
      trends(events)
        .get('term-1')
        ?.points.map(([x]) => x),
    ).toEqual([0, 1]);
  });

  it('takes few points of many measurements, the last among them, and never hides a peak', () => {
    const events = Array.from({ length: 5000 }, (_, at) => measured(at + 1, at === 777 ? 1000 : 1));
    const { points = [] } = trends(events).get('term-1') ?? {};
    expect(points.length).toBeLessThanOrEqual(120);
    expect(points.at(-1)?.[0]).toBe(1);
    expect(points.filter(([, y]) => y < 0.01)).toHaveLength(1);
  });
});
