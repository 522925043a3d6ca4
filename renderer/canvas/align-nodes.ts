import type { Position } from '../../src/pipeline/document.ts';
import type { Area } from './areas.ts';
import { GRID } from './grid.ts';

/**
 * Nodes in one column (left edges in line) or row (upper edges in line), in the order in which they lie, with at
 * least one free step of the grid between each and the next.
 */
export function alignNodes(
  areas: Readonly<Record<string, Area>>,
  into: 'column' | 'row',
): Readonly<Record<string, Position>> {
  const [along, across, length] =
    into === 'column' ? (['y', 'x', 'height'] as const) : (['x', 'y', 'width'] as const);
  const sorted = Object.entries(areas).sort(([, a], [, b]) => a[along] - b[along] || a[across] - b[across]);
  const edge = sorted.reduce((least, [, it]) => Math.min(least, it[across]), Number.POSITIVE_INFINITY);
  let free = Number.NEGATIVE_INFINITY;
  const to: Record<string, Position> = {};
  for (const [id, area] of sorted) {
    const at = Math.max(area[along], free);
    free = Math.ceil((at + area[length]) / GRID + 1) * GRID;
    to[id] = into === 'column' ? { x: edge, y: at } : { x: at, y: edge };
  }
  return to;
}
