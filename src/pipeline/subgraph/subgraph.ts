import type { Document, Subgraph } from '../document.ts';

const TYPE = 'subgraph:';

export const subgraphType = (id: string): string => `${TYPE}${id}`;

/** The id of the subgraph that a node of this type stands for; undefined for every other type. */
export const subgraphOf = (type: string): string | undefined =>
  type.startsWith(TYPE) ? type.slice(TYPE.length) : undefined;

/** What a node of this type stands for, where it is there. */
export function standsFor({ subgraphs }: Pick<Document, 'subgraphs'>, type: string): Subgraph | undefined {
  const id = subgraphOf(type);
  return id !== undefined && Object.hasOwn(subgraphs, id) ? subgraphs[id] : undefined;
}

/** Ids of the nodes that stand for a subgraph, in the document itself and within its subgraphs. */
export function instancesOf({ nodes, subgraphs }: Document, id: string): readonly string[] {
  const type = subgraphType(id);
  return [nodes, ...Object.values(subgraphs).map((it) => it.nodes)].flatMap((record) =>
    Object.entries(record).flatMap(([node, it]) => (it.type === type ? [node] : [])),
  );
}
