import { sameJson } from '../diff.ts';
import type { Document, DocumentNode } from '../document.ts';
import { newId } from '../edits.ts';
import { reached } from '../reached.ts';
import { subgraphOf, subgraphType } from './subgraph.ts';

type Nodes = Document['nodes'];
type Subgraphs = Document['subgraphs'];

const namedBy = (nodes: Nodes): readonly string[] =>
  Object.values(nodes).flatMap(({ type }) => subgraphOf(type) ?? []);

/** The subgraphs that nodes stand for, with those that stand within these. */
export function neededSubgraphs(nodes: Nodes, subgraphs: Subgraphs): Subgraphs {
  const all = reached(namedBy(nodes), (id) => namedBy(subgraphs[id]?.nodes ?? {}));
  return Object.fromEntries(Object.entries(subgraphs).filter(([id]) => all.has(id)));
}

/** A document without the subgraphs that no node stands for any more: nobody could reach them. */
export function reachedOnly(document: Document): Document {
  const subgraphs = neededSubgraphs(document.nodes, document.subgraphs);
  const same = Object.keys(subgraphs).length === Object.keys(document.subgraphs).length;
  return same ? document : { ...document, subgraphs };
}

/**
 * Brings a fragment's subgraphs into a document. One that is there already just so is shared with the nodes that stand for it;
 * one that has its id and is another gets a new id, and the nodes that come along go by that.
 */
export function mergedSubgraphs(
  subgraphs: Subgraphs,
  fragment: Pick<Document, 'nodes' | 'subgraphs'>,
): { readonly subgraphs: Subgraphs; readonly own: Nodes } {
  const incoming = Object.entries(fragment.subgraphs);
  if (incoming.length === 0) return { subgraphs, own: fragment.nodes };
  const next = { ...subgraphs };
  const names = new Map<string, string>();
  /** One that holds another which is a different one here is different too. */
  const isSame = (id: string): boolean =>
    [...reached([id], (it) => namedBy(fragment.subgraphs[it]?.nodes ?? {}))].every(
      (it) =>
        !Object.hasOwn(fragment.subgraphs, it) ||
        (Object.hasOwn(subgraphs, it) && sameJson(subgraphs[it], fragment.subgraphs[it])),
    );
  for (const [id, it] of incoming) {
    const there = Object.hasOwn(subgraphs, id);
    const name = !there || isSame(id) ? id : newId({ ...next, ...fragment.subgraphs }, id);
    names.set(id, name);
    next[name] = it;
  }
  const renamed = (nodes: Nodes): Nodes =>
    Object.fromEntries(Object.entries(nodes).map(([id, node]) => [id, retyped(node, names)]));
  for (const [id] of incoming) {
    const name = names.get(id) ?? id;
    const it = next[name];
    if (it && !Object.hasOwn(subgraphs, name)) next[name] = { ...it, nodes: renamed(it.nodes) };
  }
  return { subgraphs: next, own: renamed(fragment.nodes) };
}

function retyped(node: DocumentNode, names: ReadonlyMap<string, string>): DocumentNode {
  const of = subgraphOf(node.type);
  const name = of === undefined ? undefined : names.get(of);
  return name === undefined || name === of ? node : { ...node, type: subgraphType(name) };
}
