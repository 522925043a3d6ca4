import { Graph, layout } from '@dagrejs/dagre';
import type { Document, Position } from '../../src/pipeline/document.ts';
import { type Area, areaOf, around, within } from './areas.ts';
import { framed, heldIn } from './framed.ts';
import { GRID } from './grid.ts';

/** Room for wires between columns, and for titles between rows. */
const BETWEEN = { columns: 5 * GRID, rows: 2 * GRID };
/** Layouts of a layout until one comes again, and for how many nodes that is quick enough. */
const MOST_ROUNDS = 24;
const MANY_NODES = 200;

export type Layout = {
  readonly nodes: Readonly<Record<string, Position>>;
  readonly frames: Readonly<Record<string, Area>>;
};

/**
 * Places for nodes so that wires lead from left to right and cross little. What lies in a frame stays together in it.
 * The upper left corner of all stays where it is, and rows keep their order where no crossing is saved by another, so that
 * a pipeline which is laid out already does not move.
 *
 * @param all where the nodes lie now, and how large they are
 * @param chosen those to be placed; others are left alone, and so is a frame that holds any of them
 */
export function layOut(
  document: Document,
  all: Readonly<Record<string, Area>>,
  chosen: ReadonlySet<string> = new Set(Object.keys(all)),
): Layout {
  const areas = Object.fromEntries(Object.entries(all).filter(([id]) => chosen.has(id)));
  const seen = new Map<string, { readonly at: number; readonly placed: Placed }>();
  const rounds = Object.keys(areas).length > MANY_NODES ? 1 : MOST_ROUNDS;
  let now: Placed = { areas, frames: framesOf(document, all, chosen) };
  let begins = 0;
  for (let round = 0; round < rounds; round += 1) {
    now = once(document, now);
    const known = seen.get(keyOf(now));
    if (known) {
      begins = known.at;
      break;
    }
    seen.set(keyOf(now), { at: round, placed: now });
  }
  // A layout of a layout may lead to another, and that one back. Of such a circle always the same is taken: another
  // time it leads to itself.
  const circle = [...seen.values()].filter(({ at }) => at >= begins);
  const best = circle
    .map(({ placed }) => ({ placed, climb: climbOf(document, placed), key: keyOf(placed) }))
    .sort((a, b) => a.climb - b.climb || (a.key < b.key ? -1 : 1))[0];
  const { areas: nodes, frames } = best?.placed ?? now;
  return {
    nodes: Object.fromEntries(Object.entries(nodes).map(([id, { x, y }]) => [id, { x, y }])),
    frames,
  };
}

type Placed = {
  readonly areas: Readonly<Record<string, Area>>;
  readonly frames: Readonly<Record<string, Area>>;
};

const keyOf = ({ areas, frames }: Placed): string =>
  JSON.stringify([areas, frames].map((it) => Object.entries(it).sort(([a], [b]) => (a < b ? -1 : 1))));

/** How far wires lead up and down in all, of those between nodes that are placed. */
const climbOf = ({ wires }: Document, { areas }: Placed): number =>
  Object.values(wires).reduce((sum, { from, to }) => {
    const [begin, end] = [areas[from.node], areas[to.node]];
    return begin && end ? sum + Math.abs(begin.y - end.y) : sum;
  }, 0);

/** The frames that hold chosen nodes and no others. */
function framesOf(
  { frames }: Document,
  all: Readonly<Record<string, Area>>,
  chosen: ReadonlySet<string>,
): Record<string, Area> {
  return Object.fromEntries(
    Object.entries(frames).flatMap(([id, frame]): [string, Area][] => {
      const area = areaOf(frame);
      const held = heldIn(area, all);
      return held.length > 0 && held.every((it) => chosen.has(it)) ? [[id, area]] : [];
    }),
  );
}

function once(document: Document, { areas, frames }: Placed): Placed {
  const graph = new Graph({ compound: true, multigraph: true });
  graph.setGraph({ rankdir: 'LR', ranksep: BETWEEN.columns, nodesep: BETWEEN.rows });
  graph.setDefaultEdgeLabel(() => ({}));
  const node = (id: string): string => `node ${id}`;
  const frame = (id: string): string => `frame ${id}`;
  // In the order in which they lie: dagre keeps it where nothing is won by another.
  const placed = Object.entries(areas).sort(([, a], [, b]) => a.y - b.y || a.x - b.x);
  for (const [id, { width, height }] of placed) graph.setNode(node(id), { width, height });
  const holders = Object.entries(frames).sort(([, a], [, b]) => a.width * a.height - b.width * b.height);
  for (const [id] of holders) graph.setNode(frame(id), {});
  for (const [id, area] of placed) {
    const holder = holders.find(([, it]) => within(area, it));
    if (holder) graph.setParent(node(id), frame(holder[0]));
  }
  const height = new Map(placed.map(([id], at) => [id, at]));
  const wires = Object.entries(document.wires)
    .filter(([, { from, to }]) => areas[from.node] && areas[to.node] && from.node !== to.node)
    .sort(([, a], [, b]) => (height.get(a.from.node) ?? 0) - (height.get(b.from.node) ?? 0));
  for (const [id, { from, to }] of wires) graph.setEdge(node(from.node), node(to.node), {}, id);
  layout(graph);

  const was = around(Object.values(areas));
  const found = placed.map(([id, { width, height: tall }]): [string, Area] => {
    const { x, y } = graph.node(node(id)) as { x: number; y: number };
    return [id, { x: x - width / 2, y: y - tall / 2, width, height: tall }];
  });
  const is = around(found.map(([, it]) => it));
  const by = { x: (was?.x ?? 0) - (is?.x ?? 0), y: (was?.y ?? 0) - (is?.y ?? 0) };
  const step = (value: number): number => Math.round(value / GRID) * GRID;
  const moved = Object.fromEntries(
    found.map(([id, it]) => [id, { ...it, x: step(it.x + by.x), y: step(it.y + by.y) }]),
  );
  const kept = Object.entries(frames).map(([id, area]): [string, Area] => {
    const inside = heldIn(area, areas).map((it) => moved[it] as Area);
    return [id, framed(inside) ?? area];
  });
  return { areas: moved, frames: Object.fromEntries(kept) };
}
