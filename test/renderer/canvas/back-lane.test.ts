import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Area } from '../../../renderer/canvas/areas.ts';
import { AROUND, backLane } from '../../../renderer/canvas/flow/back-lane.ts';

const card = (x: number, y: number, height = 150): Area => ({ x, y, width: 220, height });
/** Where the ports of a card are, about. */
const port = ({ y }: Area): number => y + 60;
const lane = (from: Area, to: Area): number => backLane(from, to, [port(from), port(to)]);

describe('a wire that runs back', () => {
  it('runs between its cards where there is room', () => {
    expect(lane(card(600, 0), card(0, 250))).toBe(200);
    expect(lane(card(600, 250), card(0, 0))).toBe(200);
  });

  it('goes above cards that stand side by side, as ports are in their upper halves', () => {
    expect(lane(card(600, 0), card(0, 40))).toBe(-AROUND);
  });

  it('goes below them where that is nearer', () => {
    expect(backLane(card(600, 0), card(0, 40), [140, 170])).toBe(190 + AROUND);
  });

  it('never runs behind either of its cards', () => {
    const cards = fc
      .tuple(fc.integer({ min: -2000, max: 2000 }), fc.integer({ min: 60, max: 400 }))
      .map(([y, height]) => card(0, y, height));
    fc.assert(
      fc.property(cards, cards, (from, to) => {
        const at = lane(from, to);
        return [from, to].every(({ y, height }) => at < y || at > y + height);
      }),
    );
  });
});
