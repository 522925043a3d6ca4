import type { Edge, HandleType, Node } from '@xyflow/react';
import type { Document, Position, Wire } from '../../../src/pipeline/document.ts';

/** The document's nodes and wires as React Flow's records, and the way back. */
export type CardNode = Node<{ at: Position }>;

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

/** The document's nodes as React Flow's, those of before wherever nothing changed, so that little is drawn anew. */
export function adoptNodes(
  document: Document,
  selectedNodes: ReadonlySet<string>,
  label: (id: string) => string,
  before: CardNode[],
): CardNode[] {
  const known = new Map(before.map((it) => [it.id, it]));
  const nodes = Object.entries(document.nodes).map(([id, { position }]): CardNode => {
    const old = known.get(id);
    const selected = selectedNodes.has(id);
    const ariaLabel = label(id);
    if (!old) return { id, type: 'card', position, selected, ariaLabel, data: { at: position } };
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
    .map(([id, { from, to }]): Edge => {
      const edge: Edge = {
        id,
        type: 'wire',
        source: from.node,
        sourceHandle: from.port,
        target: to.node,
        targetHandle: to.port,
        selected: selected.has(id),
        ariaLabel: label(id),
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
  a.ariaLabel === b.ariaLabel;
