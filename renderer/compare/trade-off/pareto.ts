/** Which end of an axis is the good one. */
export type Better = 'more' | 'less';

export type Point = { readonly x: number; readonly y: number };

/**
 * The points that no other beats: none is at least as good in both and better in one. In the order of x, from its good end
 * on; points that are equal are all there.
 *
 * @returns indices; O(n log n)
 */
export function paretoFront(points: readonly Point[], x: Better, y: Better): readonly number[] {
  const [goodX, goodY] = [x === 'more' ? -1 : 1, y === 'more' ? -1 : 1];
  const order = points.map((_, at) => at).filter((at) => isThere(points[at] as Point));
  order.sort((i, j) => {
    const [a, b] = [points[i] as Point, points[j] as Point];
    return goodX * (a.x - b.x) || goodY * (a.y - b.y) || i - j;
  });
  const front: number[] = [];
  for (const at of order) {
    const point = points[at] as Point;
    const last = points[front.at(-1) ?? -1];
    const better = last === undefined || goodY * (point.y - last.y) < 0;
    if (better || (last.x === point.x && last.y === point.y)) front.push(at);
  }
  return front;
}

const isThere = ({ x, y }: Point): boolean => Number.isFinite(x) && Number.isFinite(y);
