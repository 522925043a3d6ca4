/**
 * Between which of the others a dragged tab falls: where it would lie nearest to the pointer. It depends on the pointer
 * alone, and not on where the tab lies now, so that tabs of different widths do not jump to and fro.
 *
 * @param widths of the others in pixels, in order
 * @param left where the dragged tab's left edge is, in pixels from the first one's
 * @returns how many of the others come before it
 */
export function placeAmong(widths: readonly number[], left: number): number {
  let edge = 0;
  let place = 0;
  for (const width of widths) {
    if (left < edge + width / 2) break;
    edge += width;
    place += 1;
  }
  return place;
}
