import { type Area, within } from '../areas.ts';
import type { Size } from './aim.ts';

/** On a lower canvas the map would cover what it is a map of. */
const LEAST_HEIGHT = 420;

/** Whether a map of the nodes helps: only where it has room, and where there is more than is in view. */
export function mapShown(
  canvas: Size,
  [x, y, zoom]: readonly [number, number, number],
  nodes: Iterable<Area>,
): boolean {
  if (canvas.height < LEAST_HEIGHT) return false;
  const view = { x: -x / zoom, y: -y / zoom, width: canvas.width / zoom, height: canvas.height / zoom };
  for (const it of nodes) if (!within(it, view)) return true;
  return false;
}
