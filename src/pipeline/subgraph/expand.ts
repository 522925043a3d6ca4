import {
  type Document,
  type DocumentNode,
  type End,
  LIMITS,
  type Position,
  type Subgraph,
  type Wire,
} from '../document.ts';
import { newId } from '../edits.ts';
import { ProblemError } from '../problem.ts';
import { subgraphOf } from './subgraph.ts';

export type Expanded = {
  /** Without subgraphs: what check, compiler and command line see. Ids of drawn nodes and of wires between them stay. */
  readonly document: Document;
  /** Of each node that came out of a subgraph, the ids that lead to it: of the drawn node, and of those within. */
  readonly paths: ReadonlyMap<string, readonly string[]>;
};

/**
 * Puts in the place of every node that stands for a subgraph what the subgraph holds, with the node's own values of the
 * parameters that are shown. A node whose subgraph is missing, or holds itself, stays as it is: no definition knows it.
 *
 * @throws ProblemError document-crowded, before more is made than a document may hold: a few lines can say very many nodes
 */
export function expand({ subgraphs, ...flat }: Document): Expanded {
  const drawn: Document = { ...flat, subgraphs: {} };
  const paths = new Map<string, readonly string[]>();
  let document: Document = drawn;
  let waiting = found(Object.entries(document.nodes), subgraphs, () => NONE);
  // Told before anything is made: what stands within doubles from one to the next.
  refuseCrowd(drawn, subgraphs);
  while (waiting.length > 0) {
    const next: Waiting[] = [];
    for (const { id, of, within } of waiting) {
      const opened = openOne(document, id, subgraphs[of] as Subgraph, { reserved: drawn.nodes });
      document = opened.document;
      if (Object.keys(document.nodes).length > LIMITS.nodes) throw crowded('nodes');
      const path = paths.get(id) ?? [id];
      paths.delete(id);
      for (const [inner, flat] of opened.ids) paths.set(flat, [...path, inner]);
      const inside = new Set([...within, of]);
      const fresh = [...opened.ids.values()].map(
        (flat) => [flat, document.nodes[flat] as DocumentNode] as const,
      );
      next.push(...found(fresh, subgraphs, () => inside));
    }
    waiting = next;
  }
  return { document, paths };
}

/** A document as check and plan see it; as it is drawn where that would hold too much. */
export function flattened(document: Document): Document {
  try {
    return expand(document).document;
  } catch (error) {
    if (error instanceof ProblemError) return document;
    throw error;
  }
}

/** How many nodes there will be, counted without making one. */
function refuseCrowd({ nodes }: Document, subgraphs: Document['subgraphs']): void {
  const sizes = new Map<string, number>();
  const count = (record: Readonly<Record<string, DocumentNode>>, within: ReadonlySet<string>): number => {
    let sum = 0;
    for (const { type } of Object.values(record)) {
      const of = subgraphOf(type);
      sum += of === undefined || within.has(of) || !Object.hasOwn(subgraphs, of) ? 1 : sizeOf(of, within);
      if (sum > LIMITS.nodes) break;
    }
    return sum;
  };
  const sizeOf = (id: string, within: ReadonlySet<string>): number => {
    const known = sizes.get(id);
    if (known !== undefined) return known;
    const size = count((subgraphs[id] as Subgraph).nodes, new Set([...within, id]));
    sizes.set(id, size);
    return size;
  };
  if (count(nodes, NONE) > LIMITS.nodes) throw crowded('nodes');
}

const crowded = (what: 'nodes' | 'wires'): ProblemError =>
  new ProblemError({
    code: 'document-crowded',
    message: `With all that its subgraphs hold, the pipeline would hold too many ${what}.`,
    found: `more than ${LIMITS[what]}`,
    allowed: `at most ${LIMITS[what]}`,
  });

type Waiting = { readonly id: string; readonly of: string; readonly within: ReadonlySet<string> };

const NONE: ReadonlySet<string> = new Set();

/** Nodes that stand for subgraphs and are still there, with the subgraphs that they stand in. */
function found(
  nodes: readonly (readonly [string, DocumentNode])[],
  subgraphs: Document['subgraphs'],
  withinOf: (id: string) => ReadonlySet<string>,
): Waiting[] {
  const sorted = [...nodes].sort(([a], [b]) => (a < b ? -1 : 1));
  return sorted.flatMap(([id, { type }]) => {
    const of = subgraphOf(type);
    const within = withinOf(id);
    return of !== undefined && Object.hasOwn(subgraphs, of) && !within.has(of) ? [{ id, of, within }] : [];
  });
}

export type Opened = {
  readonly document: Document;
  /** From ids within to those that the nodes have now. */
  readonly ids: ReadonlyMap<string, string>;
};

/**
 * Puts what a subgraph holds in the place of one node. Whatever is free to keep its id keeps it, so that a pipeline plans the
 * same with a part of it in one node and without; the order in which ids are given does not depend on how a file was written.
 *
 * @param reserved ids that none of it may take
 * @param keepsStates what is muted or bypassed within stays as it is, where the node itself is off too
 * @throws ProblemError document-crowded
 */
export function openOne(
  document: Document,
  id: string,
  subgraph: Subgraph,
  {
    reserved = {},
    keepsStates = false,
  }: { readonly reserved?: Readonly<Record<string, unknown>>; readonly keepsStates?: boolean } = {},
): Opened {
  const { [id]: instance, ...nodes } = document.nodes;
  if (!instance) return { document, ids: new Map() };
  const ids = new Map<string, string>();
  const taken: Record<string, unknown> = { ...reserved, ...nodes };
  for (const [inner, node] of sortedEntries(subgraph.nodes)) {
    const flat = newId(taken, inner);
    taken[flat] = node;
    ids.set(inner, flat);
    const own = ownParams(inner, node, instance, subgraph);
    const { state = own.state } = keepsStates ? node : {};
    nodes[flat] = placed({ ...own, ...(state !== undefined && { state }) }, instance);
  }
  const moved = (end: End): End => ({ ...end, node: ids.get(end.node) ?? end.node });
  const wires: Record<string, Wire> = {};
  const wiresThen = Object.values(document.wires).reduce(
    (sum, { to }) => sum + (to.node === id ? (subgraph.inputs[to.port]?.into.length ?? 1) : 1),
    Object.keys(subgraph.wires).length,
  );
  if (wiresThen > LIMITS.wires) throw crowded('wires');
  const within: (readonly [string, Wire])[] = sortedEntries(subgraph.wires).map(([name, wire]) => [
    name,
    {
      ...wire,
      from: moved(wire.from),
      to: moved(wire.to),
      ...(wire.via && { via: viaFrom(wire.via, instance) }),
    },
  ]);
  const split: (readonly [string, Wire])[] = [];
  for (const [name, wire] of Object.entries(document.wires)) {
    const [first, ...more] = through(wire, id, subgraph, moved);
    if (first) wires[name] = first;
    split.push(...more.map((it) => [name, it] as const));
  }
  for (const [name, wire] of [...split, ...within]) wires[newId(wires, name)] = wire;
  return { document: { ...document, nodes, wires }, ids };
}

/** A drawn wire as it goes on within: to as many inputs as its port feeds. One to a port that is not shown stays, to be told of. */
function through(wire: Wire, id: string, subgraph: Subgraph, moved: (end: End) => End): readonly Wire[] {
  const source = wire.from.node === id ? subgraph.outputs[wire.from.port]?.from : undefined;
  const from = source ? moved(source) : wire.from;
  const target = wire.to.node === id ? subgraph.inputs[wire.to.port]?.into : undefined;
  const all = (target?.map(moved) ?? [wire.to]).map((to): Wire => ({ ...wire, from, to }));
  // Where it is led along is said of one wire, and several would lie upon each other.
  return all.length > 1 ? all.map(({ via: _, ...straight }) => straight) : all;
}

/** A node within, with the values that the node outside sets, and off where that is off. */
function ownParams(
  inner: string,
  node: DocumentNode,
  { params, state }: DocumentNode,
  subgraph: Subgraph,
): DocumentNode {
  const own = Object.entries(subgraph.params).flatMap(([name, of]) =>
    of.node === inner && Object.hasOwn(params, name) ? [[of.param, params[name]] as const] : [],
  );
  return {
    ...node,
    ...(own.length > 0 && { params: { ...node.params, ...(Object.fromEntries(own) as typeof node.params) } }),
    ...(state !== undefined && { state }),
  };
}

const sortedEntries = <T>(record: Readonly<Record<string, T>>): [string, T][] =>
  Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));

const placed = (node: DocumentNode, { position: { x, y } }: DocumentNode): DocumentNode => ({
  ...node,
  position: withinReach({ x: node.position.x + x, y: node.position.y + y }),
});

const viaFrom = (via: NonNullable<Wire['via']>, { position }: DocumentNode): NonNullable<Wire['via']> =>
  via.map(({ x, y }) => withinReach({ x: x + position.x, y: y + position.y }));

const FAR = 1e6;

/** As far as a document goes. */
export const withinReach = ({ x, y }: Position): Position => ({
  x: Math.min(FAR, Math.max(-FAR, x)),
  y: Math.min(FAR, Math.max(-FAR, y)),
});
