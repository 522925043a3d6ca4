import type { Position } from '../../src/pipeline/document.ts';

/** One step of the dots and of snapping, in canvas units. */
export const GRID = 20;

/** A place as a document keeps it: on the grid, or at least in whole units. */
export function snapped({ x, y }: Position, snap: boolean): Position {
  const round = (value: number): number => (snap ? Math.round(value / GRID) * GRID : Math.round(value));
  return { x: round(x), y: round(y) };
}
