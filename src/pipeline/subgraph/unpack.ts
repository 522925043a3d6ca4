import type { Document, Subgraph } from '../document.ts';
import { newId, withinLimits } from '../edits.ts';
import { openOne, withinReach } from './expand.ts';
import { instancesOf, subgraphOf, subgraphType } from './subgraph.ts';

export type Unpacked = {
  readonly document: Document;
  readonly nodes: readonly string[];
  readonly frames: readonly string[];
  readonly notes: readonly string[];
};

/**
 * Puts what a node stands for in its place, with the values that it set. Where no other node stands for the same subgraph,
 * that goes too: it can be made again.
 */
export function unpack(document: Document, instance: string): Unpacked {
  const node = document.nodes[instance];
  const id = subgraphOf(node?.type ?? '');
  const subgraph = id === undefined ? undefined : document.subgraphs[id];
  if (!node || id === undefined || !subgraph) return { document, nodes: [], frames: [], notes: [] };
  const opened = openOne(document, instance, subgraph, { keepsStates: true });
  const frames = { ...document.frames };
  const notes = { ...document.notes };
  const { x, y } = node.position;
  const put = <T extends { readonly position: { x: number; y: number } }>(
    into: Record<string, T>,
    from: Readonly<Record<string, T>>,
  ): string[] =>
    Object.entries(from).map(([name, it]) => {
      const fresh = newId(into, name);
      into[fresh] = { ...it, position: withinReach({ x: it.position.x + x, y: it.position.y + y }) };
      return fresh;
    });
  const newFrames = put(frames, subgraph.frames);
  const newNotes = put(notes, subgraph.notes);
  const next: Document = {
    ...opened.document,
    ...{ frames, notes },
    subgraphs: document.subgraphs,
  };
  return {
    document: withinLimits(instancesOf(next, id).length > 0 ? next : withoutSubgraph(next, id)),
    nodes: [...opened.ids.values()],
    ...{ frames: newFrames, notes: newNotes },
  };
}

function withoutSubgraph(document: Document, id: string): Document {
  const { [id]: _, ...subgraphs } = document.subgraphs;
  return { ...document, subgraphs };
}

/** Gives a node a copy of its subgraph of its own: what is changed there changes no other node from now on. */
export function detach(document: Document, instance: string): Document {
  const node = document.nodes[instance];
  const id = subgraphOf(node?.type ?? '');
  const subgraph: Subgraph | undefined = id === undefined ? undefined : document.subgraphs[id];
  if (!node || id === undefined || !subgraph || instancesOf(document, id).length < 2) return document;
  const own = newId(document.subgraphs, id);
  return {
    ...document,
    subgraphs: { ...document.subgraphs, [own]: subgraph },
    nodes: { ...document.nodes, [instance]: { ...node, type: subgraphType(own) } },
  };
}
