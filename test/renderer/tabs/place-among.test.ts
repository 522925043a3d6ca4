import { describe, expect, test } from 'vitest';
import { placeAmong } from '../../../renderer/tabs/place-among.ts';

describe('A dragged tab', () => {
  test.each([
    [-20, 0],
    [0, 0],
    [49, 0],
    [50, 1],
    [149, 1],
    [199, 1],
    [200, 2],
    [900, 3],
  ])('whose edge is at %d has %d of the others before it', (left, place) => {
    expect(placeAmong([100, 200, 100], left)).toBe(place);
  });

  test('is alone among none', () => {
    expect(placeAmong([], 40)).toBe(0);
  });
});
