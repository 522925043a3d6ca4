/** Rows that are drawn: from one up to, and without, another. */
export type Stretch = { readonly from: number; readonly to: number };

/** So many rows are drawn beyond either edge, so that a turn of the wheel meets no empty space. */
const BEYOND = 8;

/** The rows of equal height of which a scrolled box shows something, and a few beyond. */
export function rowsInSight(top: number, height: number, row: number, count: number): Stretch {
  const first = Math.floor(top / row) - BEYOND;
  const last = Math.ceil((top + height) / row) + BEYOND;
  const to = Math.max(0, Math.min(count, last));
  return { from: Math.min(to, Math.max(0, first)), to };
}

/** Where to scroll so that a row is seen whole below a head that covers the top of the box; as it is where it is. */
export function scrolledTo(at: number, top: number, height: number, row: number): number {
  if (at * row < top) return at * row;
  return Math.max(top, (at + 1) * row - height);
}
