import { describe, expect, it } from 'vitest';
import { mapShown } from '../../../renderer/canvas/flow/map-shown.ts';

const canvas = { width: 900, height: 800 };
const near = { x: 100, y: 100, width: 220, height: 150 };
const far = { x: 2000, y: 100, width: 220, height: 150 };

describe('the map of the pipeline', () => {
  it('is shown where a node is not in view, or not all of it', () => {
    expect(mapShown(canvas, [0, 0, 1], [near, far])).toBe(true);
    expect(mapShown(canvas, [-150, 0, 1], [near])).toBe(true);
  });

  it('is not where all nodes are in view', () => {
    expect(mapShown(canvas, [0, 0, 1], [near])).toBe(false);
    expect(mapShown(canvas, [0, 0, 0.4], [near, far])).toBe(false);
    expect(mapShown(canvas, [0, 0, 1], [])).toBe(false);
  });

  it('is not where it would cover much of a low canvas', () => {
    expect(mapShown({ ...canvas, height: 380 }, [0, 0, 1], [near, far])).toBe(false);
  });
});
