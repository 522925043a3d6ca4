import type { Document, DocumentNode, End, Position, Subgraph, Wire } from '../document.ts';
import { newId } from '../edits.ts';
import { downstreamOf, upstreamOf } from '../order.ts';
import { ProblemError } from '../problem.ts';
import { withinReach } from './expand.ts';
import { subgraphType } from './subgraph.ts';

export type Chosen = {
  readonly nodes: ReadonlySet<string>;
  readonly frames?: ReadonlySet<string>;
  readonly notes?: ReadonlySet<string>;
};

export type Made = {
  readonly document: Document;
  /** The node that stands there now, and the subgraph that it stands for. */
  readonly instance: string;
  readonly subgraph: string;
};

/**
 * Puts chosen nodes, with the wires between them, into a subgraph, and one node in their place. Every output that fed some of
 * them from outside becomes one of its inputs, and every output of theirs that feeds something outside one of its outputs.
 *
 * @throws ProblemError subgraph-circle where the new node would feed itself through nodes that were not chosen
 */
export function makeSubgraph(document: Document, chosen: Chosen, title: string): Made {
  refuseCircle(document, chosen.nodes);
  const { frames = NONE, notes = NONE } = chosen;
  const nodes = parted(document.nodes, (id) => chosen.nodes.has(id));
  const side = ({ from, to }: Wire): string =>
    `${chosen.nodes.has(from.node) ? 'in' : 'out'}-${chosen.nodes.has(to.node) ? 'in' : 'out'}`;
  const framed = parted(document.frames, (id) => frames.has(id));
  const noted = parted(document.notes, (id) => notes.has(id));
  const origin = originOf(document, nodes.taken);
  const away = <T extends { readonly position: Position }>(it: T): T => ({
    ...it,
    position: less(it.position, origin),
  });

  const id = newId(document.subgraphs, title === '' ? 'subgraph' : title.toLowerCase());
  const instance = newId(document.nodes, id);
  const inputs: Record<string, { into: End[] }> = {};
  const outputs: Record<string, { from: End }> = {};
  const wires: Record<string, Wire> = {};
  const within: Record<string, Wire> = {};
  const byEnd = new Map<string, string>();
  for (const [name, wire] of Object.entries(document.wires)) {
    const where = side(wire);
    if (where === 'out-out') wires[name] = wire;
    if (where === 'in-in')
      within[name] = wire.via ? { ...wire, via: wire.via.map((at) => less(at, origin)) } : wire;
    if (where === 'out-in') {
      const key = `in ${wire.from.node} ${wire.from.port}`;
      const known = byEnd.get(key);
      const port = known ?? newId(inputs, wire.to.port);
      byEnd.set(key, port);
      const { into = [] } = inputs[port] ?? {};
      inputs[port] = { into: [...into, wire.to] };
      if (known === undefined) wires[name] = { ...wire, to: { node: instance, port } };
    }
    if (where === 'in-out') {
      const key = `out ${wire.from.node} ${wire.from.port}`;
      const port = byEnd.get(key) ?? newId(outputs, wire.from.port);
      byEnd.set(key, port);
      outputs[port] = { from: wire.from };
      wires[name] = { ...wire, from: { node: instance, port } };
    }
  }
  const subgraph: Subgraph = {
    title,
    nodes: mapped(nodes.taken, away),
    wires: within,
    frames: mapped(framed.taken, away),
    notes: mapped(noted.taken, away),
    ...{ inputs, outputs, params: {} },
  };
  const node: DocumentNode = { type: subgraphType(id), version: 1, position: origin, params: {} };
  return {
    instance,
    subgraph: id,
    document: {
      ...document,
      nodes: { ...nodes.left, [instance]: node },
      wires,
      frames: framed.left,
      notes: noted.left,
      subgraphs: { ...document.subgraphs, [id]: subgraph },
    },
  };
}

const NONE: ReadonlySet<string> = new Set();

/** A node that was not chosen and lies between two that were would feed the new node with what that gives. */
function refuseCircle(document: Document, chosen: ReadonlySet<string>): void {
  const above = upstreamOf(document, [...chosen]);
  for (const id of chosen)
    for (const between of downstreamOf(document, id)) {
      if (chosen.has(between) || !above.has(between)) continue;
      throw new ProblemError({
        code: 'subgraph-circle',
        node: between,
        message: `${document.nodes[between]?.title ?? between} lies between nodes that were chosen: the new node would feed itself through it.`,
        fix: 'Choose it too, or fewer nodes.',
      });
    }
}

function parted<T>(
  record: Readonly<Record<string, T>>,
  takes: (id: string) => boolean,
): { readonly taken: Record<string, T>; readonly left: Record<string, T> } {
  const of = (wanted: boolean): Record<string, T> =>
    Object.fromEntries(Object.entries(record).filter(([id]) => takes(id) === wanted));
  return { taken: of(true), left: of(false) };
}

function mapped<T>(record: Readonly<Record<string, T>>, change: (it: T) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([id, it]) => [id, change(it)]));
}

/** Where the new node is drawn: in the place of the one whose output leads out first, so that wires go on as they went. */
function originOf({ wires }: Document, taken: Readonly<Record<string, DocumentNode>>): Position {
  const out = Object.values(wires).find(({ from, to }) => taken[from.node] && !taken[to.node]);
  const node = (out && taken[out.from.node]) ?? Object.values(taken)[0];
  return node?.position ?? { x: 0, y: 0 };
}

const less = (a: Position, b: Position): Position => withinReach({ x: a.x - b.x, y: a.y - b.y });
