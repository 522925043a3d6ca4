import { type Document, LIMITS, type Position, type Wire } from './document.ts';

/** Pure edits of the points through which wires are led, and what moves them along. */

/** Leads a wire through these points, in order from its output to its input; through none it goes as it likes. */
export function setWayPoints(document: Document, id: string, points: readonly Position[]): Document {
  const wire = Object.hasOwn(document.wires, id) ? document.wires[id] : undefined;
  if (wire === undefined || points.some(({ x, y }) => !Number.isFinite(x) || !Number.isFinite(y)))
    return document;
  if (points.length === 0 && wire.via === undefined) return document;
  const { via: _, ...straight } = wire;
  const kept = points.slice(0, LIMITS.wayPoints).map(({ x, y }) => ({ x, y }));
  const next: Wire = kept.length === 0 ? straight : { ...straight, via: kept };
  return { ...document, wires: { ...document.wires, [id]: next } };
}

/** Adds a point where it makes the least detour between `begin` and `end`, which is where a person meant it. */
export function addWayPoint(
  document: Document,
  id: string,
  point: Position,
  [begin, end]: readonly [Position, Position],
): Document {
  const via = document.wires[id]?.via ?? [];
  const way = [begin, ...via, end];
  const detours = way.slice(1).map((next, at) => {
    const before = way[at] as Position;
    return distance(before, point) + distance(point, next) - distance(before, next);
  });
  const at = detours.indexOf(Math.min(...detours));
  return setWayPoints(document, id, [...via.slice(0, at), point, ...via.slice(at)]);
}

const distance = (a: Position, b: Position): number => Math.hypot(a.x - b.x, a.y - b.y);

/** Moves points by their wire and place along it. */
export type WayPoints = Readonly<Record<string, readonly number[]>>;

export function moveWayPoints(document: Document, points: WayPoints, by: Position): Document {
  return Object.entries(points).reduce((next, [id, places]) => {
    const via = next.wires[id]?.via ?? [];
    const moved = via.map((it, at) => (places.includes(at) ? { x: it.x + by.x, y: it.y + by.y } : it));
    return places.length === 0 ? next : setWayPoints(next, id, moved);
  }, document);
}

/** All points of the wires that begin and end at these nodes: they are a part of what is moved with them. */
export function wayPointsBetween({ wires }: Document, nodes: ReadonlySet<string>): WayPoints {
  const inside = Object.entries(wires).filter(
    ([, { from, to, via }]) => via && nodes.has(from.node) && nodes.has(to.node),
  );
  return Object.fromEntries(inside.map(([id, { via }]) => [id, (via ?? []).map((_, at) => at)]));
}

/** Takes the points off the wires between these nodes, whose places mean nothing once the nodes are arranged anew. */
export function withoutWayPoints(document: Document, nodes: ReadonlySet<string>): Document {
  return Object.keys(wayPointsBetween(document, nodes)).reduce(
    (next, id) => setWayPoints(next, id, []),
    document,
  );
}
