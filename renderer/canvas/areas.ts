import type { Position } from '../../src/pipeline/document.ts';

/** A rectangle of the canvas or of the window. */
export type Area = {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
};

/** What is drawn at a place with a size of its own: frames and notes. */
type Sized = Pick<Area, 'width' | 'height'> & { readonly position: Position };

export const areaOf = ({ position, width, height }: Sized): Area => ({ ...position, width, height });

/** The size of an area with its lower right corner there, and not below the least. */
export const sizeTo = (
  { position }: Sized,
  corner: Position,
  least: Pick<Area, 'width' | 'height'>,
): Pick<Area, 'width' | 'height'> => ({
  width: Math.max(least.width, corner.x - position.x),
  height: Math.max(least.height, corner.y - position.y),
});

/** Whether an area lies wholly in another; to lie on its edge is within. */
export const within = (inner: Area, outer: Area): boolean =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.width <= outer.x + outer.width &&
  inner.y + inner.height <= outer.y + outer.height;

/** The smallest area that holds all of these; undefined where there are none. */
export function around(areas: readonly Area[]): Area | undefined {
  if (areas.length === 0) return undefined;
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y, width, height } of areas) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x + width);
    bottom = Math.max(bottom, y + height);
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}
