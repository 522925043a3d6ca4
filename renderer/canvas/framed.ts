import { type Area, around, within } from './areas.ts';
import { GRID } from './grid.ts';

/** From a frame's edge to the nodes that it holds; above them stands its title. */
const RIM = { side: 2 * GRID, top: 3 * GRID };

/** The frame around these areas; undefined where there are none. */
export function framed(areas: readonly Area[]): Area | undefined {
  const box = around(areas);
  return (
    box && {
      x: box.x - RIM.side,
      y: box.y - RIM.top,
      width: box.width + 2 * RIM.side,
      height: box.height + RIM.top + RIM.side,
    }
  );
}

/** What lies wholly in a frame. */
export const heldIn = (frame: Area, areas: Readonly<Record<string, Area>>): readonly string[] =>
  Object.entries(areas).flatMap(([id, it]) => (within(it, frame) ? [id] : []));
