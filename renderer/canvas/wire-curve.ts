import type { Position } from '../../src/pipeline/document.ts';

export type WireCurve = {
  /** An SVG path. */
  readonly path: string;
  /** In the middle of its longest piece, where words have most room. */
  readonly middle: Position;
  /** Width of that piece. */
  readonly span: number;
};

/** Share of a piece's length that its ends hold their direction for. */
const HOLD = 0.36;

/**
 * A smooth curve through points: it leaves the first to the right, comes to the last from the left, and passes each between
 * in the direction from the point before to the point after (Catmull and Rom, 1974).
 */
export function curveThrough(points: readonly Position[]): WireCurve {
  const last = points.length - 1;
  const directions = points.map((_, at): Position => {
    const [before, after] = [points[at - 1], points[at + 1]];
    if (!before || !after) return { x: 1, y: 0 };
    const length = Math.hypot(after.x - before.x, after.y - before.y) || 1;
    return { x: (after.x - before.x) / length, y: (after.y - before.y) / length };
  });
  const pieces = points.slice(0, last).map((from, at) => {
    const to = points[at + 1] as Position;
    const [out, into] = [directions[at] as Position, directions[at + 1] as Position];
    const hold = HOLD * Math.hypot(to.x - from.x, to.y - from.y);
    const first = { x: from.x + out.x * hold, y: from.y + out.y * hold };
    const second = { x: to.x - into.x * hold, y: to.y - into.y * hold };
    return { from, first, second, to };
  });
  const longest = pieces.reduce<(typeof pieces)[number] | undefined>(
    (best, it) => (best && spanOf(best) >= spanOf(it) ? best : it),
    undefined,
  );
  const [start = { x: 0, y: 0 }] = points;
  const round = (value: number): number => Math.round(value * 100) / 100;
  const at = ({ x, y }: Position): string => `${round(x)} ${round(y)}`;
  return {
    path: `M${at(start)}${pieces.map(({ first, second, to }) => `C${at(first)} ${at(second)} ${at(to)}`).join('')}`,
    middle: longest ? halfway(longest) : start,
    span: longest ? spanOf(longest) : 0,
  };
}

type Piece = Readonly<Record<'from' | 'first' | 'second' | 'to', Position>>;

const spanOf = ({ from, to }: Pick<Piece, 'from' | 'to'>): number => Math.abs(to.x - from.x);

/** The point of a cubic curve at one half. */
const halfway = ({ from, first, second, to }: Piece): Position => ({
  x: (from.x + 3 * first.x + 3 * second.x + to.x) / 8,
  y: (from.y + 3 * first.y + 3 * second.y + to.y) / 8,
});
