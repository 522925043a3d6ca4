import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Bounds, fitBounds, SMALLEST } from '../../electron/window-bounds.ts';

const screen: Bounds = { x: 0, y: 24, width: 1920, height: 1056 };
const second: Bounds = { x: 1920, y: 0, width: 2560, height: 1440 };

/** As much of the window's top edge as can be taken hold of. */
function graspable(window: Bounds, area: Bounds): boolean {
  const across = Math.min(window.x + window.width, area.x + area.width) - Math.max(window.x, area.x);
  return across >= 160 && window.y >= area.y && window.y + 40 <= area.y + area.height;
}

describe('the window', () => {
  it('of a first start stands in the middle of the first screen', () => {
    expect(fitBounds(undefined, [screen, second])).toEqual({ x: 160, y: 77, width: 1600, height: 950 });
  });

  it('stands where it was left', () => {
    const left = { x: 2000, y: 100, width: 1300, height: 800 };
    expect(fitBounds(left, [screen, second])).toEqual(left);
  });

  it('comes back to the first screen where its own was unplugged', () => {
    const left = { x: 2000, y: 100, width: 1300, height: 800 };
    expect(graspable(fitBounds(left, [screen]), screen)).toBe(true);
  });

  it('can always be taken hold of, whatever was kept and whatever screens there are', () => {
    const area = fc.record({
      x: fc.integer({ min: -8000, max: 8000 }),
      y: fc.integer({ min: -8000, max: 8000 }),
      width: fc.integer({ min: 640, max: 8000 }),
      height: fc.integer({ min: 480, max: 5000 }),
    });
    const kept = fc.record({
      x: fc.integer(),
      y: fc.integer(),
      width: fc.integer({ min: 1 }),
      height: fc.integer({ min: 1 }),
    });
    fc.assert(
      fc.property(
        fc.option(fc.oneof(kept, area), { nil: undefined }),
        fc.array(area, { minLength: 1, maxLength: 4 }),
        (left, areas) => {
          const found = fitBounds(left, areas);
          expect(areas.some((it) => graspable(found, it))).toBe(true);
          expect(found.width).toBeGreaterThanOrEqual(SMALLEST.width);
          expect(found.height).toBeGreaterThanOrEqual(SMALLEST.height);
          for (const value of Object.values(found)) expect(Number.isSafeInteger(value)).toBe(true);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('opens even where no screen is told', () => {
    expect(fitBounds(undefined, [])).toEqual({ x: 72, y: 45, width: 1296, height: 810 });
  });
});
