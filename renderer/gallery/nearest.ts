/** The edges of something on screen. */
export type Edges = {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
};

export const ARROWS = ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'] as const;
export type Arrow = (typeof ARROWS)[number];

/** A step aside is worth so many steps ahead. */
const ASIDE = 3;

/**
 * Which of several things an arrow key moves to: the nearest that lies wholly on that side, straight ahead before
 * what is off to the side. Undefined where nothing lies there.
 */
export function nearest(from: Edges, others: readonly Edges[], arrow: Arrow): number | undefined {
  let best: { at: number; cost: number } | undefined;
  for (const [at, other] of others.entries()) {
    const { ahead, aside } = distances(from, other, arrow);
    if (ahead < 0) continue;
    const cost = ahead + ASIDE * aside;
    if (best === undefined || cost < best.cost) best = { at, cost };
  }
  return best?.at;
}

function distances(from: Edges, to: Edges, arrow: Arrow): { ahead: number; aside: number } {
  const across = arrow === 'ArrowLeft' || arrow === 'ArrowRight';
  const aside = across
    ? gap(from.top, from.bottom, to.top, to.bottom)
    : gap(from.left, from.right, to.left, to.right);
  const ahead = {
    ArrowUp: from.top - to.bottom,
    ArrowDown: to.top - from.bottom,
    ArrowLeft: from.left - to.right,
    ArrowRight: to.left - from.right,
  }[arrow];
  return { ahead, aside };
}

/** How far two stretches of a line lie apart; none where they overlap. */
const gap = (a: number, b: number, c: number, d: number): number => Math.max(0, a - d, c - b);
