import type { Edge, HandleType, Node } from '@xyflow/react';
import type { Document, Position, Wire } from '../../../src/pipeline/document.ts';

/** The document's nodes and wires as React Flow's records, and the way back. */
export type CardNode = Node<{ at: Position }>;
export type WireData = { readonly via: readonly Position[] | undefined };

/** A card or a note of the canvas. */
export type Item = { readonly kind: 'node' | 'note'; readonly id: string };

/*
 * React Flow knows one list of things that can be moved and chosen, and a document has two, whose ids may be alike. No id
 * of a document holds a colon.
 */
const NOTE = 'note:';
export const noteKey = (id: string): string => `${NOTE}${id}`;
export const itemOf = (key: string): Item =>
  key.startsWith(NOTE) ? { kind: 'note', id: key.slice(NOTE.length) } : { kind: 'node', id: key };

/** What belongs to nodes and what to notes, under their own ids. */
export function parted<T>(entries: Iterable<readonly [key: string, value: T]>): {
  readonly nodes: Readonly<Record<string, T>>;
  readonly notes: Readonly<Record<string, T>>;
} {
  const nodes: Record<string, T> = {};
  const notes: Record<string, T> = {};
  for (const [key, value] of entries) {
    const { kind, id } = itemOf(key);
    (kind === 'note' ? notes : nodes)[id] = value;
  }
  return { nodes, notes };
}

export const sideOf = (type: HandleType | null): 'input' | 'output' =>
  type === 'target' ? 'input' : 'output';

export const wireOf = (it: {
  source: string;
  target: string;
  sourceHandle?: string | null;
  targetHandle?: string | null;
}): Wire | undefined =>
  it.sourceHandle && it.targetHandle
    ? { from: { node: it.source, port: it.sourceHandle }, to: { node: it.target, port: it.targetHandle } }
    : undefined;

/** What is selected after React Flow's changes; undefined where they say nothing of it. */
export function selectionAfter(
  changes: readonly { type: string; id?: string; selected?: boolean }[],
  before: ReadonlySet<string>,
): ReadonlySet<string> | undefined {
  const chosen = changes.filter((it) => it.type === 'select');
  if (chosen.length === 0) return undefined;
  const next = new Set(before);
  for (const { id, selected } of chosen) {
    if (id === undefined) continue;
    if (selected) next.add(id);
    else next.delete(id);
  }
  return next;
}

/** The document's nodes and notes as React Flow's, those of before wherever nothing changed, so that little is drawn anew. */
export function adoptNodes(
  document: Document,
  chosen: { readonly nodes: ReadonlySet<string>; readonly notes: ReadonlySet<string> },
  label: (item: Item) => string,
  before: CardNode[],
): CardNode[] {
  const known = new Map(before.map((it) => [it.id, it]));
  // Notes first: a card that lies over one stays in sight.
  const items = [
    ...Object.entries(document.notes).map(([id, it]) => ({ kind: 'note', id, ...it }) as const),
    ...Object.entries(document.nodes).map(([id, it]) => ({ kind: 'node', id, ...it }) as const),
  ];
  const nodes = items.map((item): CardNode => {
    const { position, kind } = item;
    const id = kind === 'note' ? noteKey(item.id) : item.id;
    const old = known.get(id);
    const selected = (kind === 'note' ? chosen.notes : chosen.nodes).has(item.id);
    const ariaLabel = label(item);
    const type = kind === 'note' ? 'note' : 'card';
    if (!old) return { id, type, position, selected, ariaLabel, data: { at: position } };
    const moved = old.data.at.x !== position.x || old.data.at.y !== position.y;
    if (!moved && old.selected === selected && old.ariaLabel === ariaLabel) return old;
    return {
      ...old,
      selected,
      ariaLabel,
      ...(moved && { position, data: { at: position } }),
    };
  });
  return sameItems(nodes, before) ? before : nodes;
}

/** The document's wires as React Flow's, with the same care. */
export function adoptEdges(
  document: Document,
  selected: ReadonlySet<string>,
  label: (id: string) => string,
  before: Edge[],
): Edge[] {
  const known = new Map(before.map((it) => [it.id, it]));
  const edges = Object.entries(document.wires)
    .filter(([, { from, to }]) => document.nodes[from.node] && document.nodes[to.node])
    .map(([id, { from, to, via }]): Edge => {
      const edge: Edge = {
        id,
        type: 'wire',
        source: from.node,
        sourceHandle: from.port,
        target: to.node,
        targetHandle: to.port,
        selected: selected.has(id),
        ariaLabel: label(id),
        data: { via } satisfies WireData,
        // An output feeds many, so that drawing from it is always a new wire; only the other end comes off.
        reconnectable: 'target',
      };
      const old = known.get(id);
      return old && sameFields(old, edge) ? old : edge;
    });
  return sameItems(edges, before) ? before : edges;
}

const sameItems = <T>(a: readonly T[], b: readonly T[]): boolean =>
  a.length === b.length && a.every((it, at) => it === b[at]);

const sameFields = (a: Edge, b: Edge): boolean =>
  a.source === b.source &&
  a.sourceHandle === b.sourceHandle &&
  a.target === b.target &&
  a.targetHandle === b.targetHandle &&
  a.selected === b.selected &&
  a.data?.via === b.data?.via &&
  a.ariaLabel === b.ariaLabel;
