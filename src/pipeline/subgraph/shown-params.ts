import type { Document, DocumentNode, Subgraph } from '../document.ts';
import { newId } from '../edits.ts';
import { subgraphType } from './subgraph.ts';

/** The name under which a subgraph shows a parameter of a node within; undefined where it does not. */
export const shownAs = ({ params }: Subgraph, node: string, param: string): string | undefined =>
  Object.keys(params).find((it) => params[it]?.node === node && params[it]?.param === param);

/** Shows a parameter of a node within: each node that stands for the subgraph may set it for itself. */
export function showParam(document: Document, id: string, node: string, param: string): Document {
  const subgraph = document.subgraphs[id];
  if (!subgraph?.nodes[node] || shownAs(subgraph, node, param) !== undefined) return document;
  const name = newId(subgraph.params, param);
  const params = { ...subgraph.params, [name]: { node, param } };
  return { ...document, subgraphs: { ...document.subgraphs, [id]: { ...subgraph, params } } };
}

/** Shows it no more. What single nodes set for themselves goes with it, and what stands within counts for all. */
export function hideParam(document: Document, id: string, name: string): Document {
  const subgraph = document.subgraphs[id];
  if (!subgraph || !Object.hasOwn(subgraph.params, name)) return document;
  const type = subgraphType(id);
  const without = (nodes: Document['nodes']): Document['nodes'] =>
    Object.fromEntries(
      Object.entries(nodes).map(([node, it]) => [node, it.type === type ? unset(it, name) : it]),
    );
  const { [name]: _, ...params } = subgraph.params;
  const subgraphs = Object.fromEntries(
    Object.entries(document.subgraphs).map(([other, it]) => [
      other,
      { ...it, ...(other === id && { params }), nodes: without(it.nodes) },
    ]),
  );
  return { ...document, nodes: without(document.nodes), subgraphs };
}

function unset(node: DocumentNode, name: string): DocumentNode {
  if (!Object.hasOwn(node.params, name)) return node;
  const { [name]: _, ...params } = node.params;
  return { ...node, params };
}
