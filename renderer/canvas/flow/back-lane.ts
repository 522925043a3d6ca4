import type { Area } from '../areas.ts';

/** So far a wire that runs back goes out of its ports, and stays off the cards that it goes around. */
export const AROUND = 28;

/**
 * The height at which a wire runs back: between its two cards where there is room, else above or below both,
 * whichever is nearer to its ends.
 */
export function backLane(from: Area, to: Area, ends: readonly [number, number]): number {
  const [upper, lower] = from.y <= to.y ? [from, to] : [to, from];
  const gap = { top: upper.y + upper.height, bottom: lower.y };
  if (gap.bottom - gap.top >= AROUND) return (gap.top + gap.bottom) / 2;
  const above = Math.min(from.y, to.y) - AROUND;
  const below = Math.max(from.y + from.height, to.y + to.height) + AROUND;
  const way = (lane: number): number => ends.reduce((sum, end) => sum + Math.abs(end - lane), 0);
  return way(above) < way(below) ? above : below;
}
