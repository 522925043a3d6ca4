import { catalogue } from '../src/nodes/catalogue.gen.ts';
import type { NodeDefinition } from '../src/nodes/define.ts';
import { subgraphDefinition } from '../src/nodes/subgraph-node.ts';
import type { Document } from '../src/pipeline/document.ts';
import { subgraphType } from '../src/pipeline/subgraph/subgraph.ts';

/** Every kind of node by its type, for the check, the cards and the forms. */
export const definitions: ReadonlyMap<string, NodeDefinition> = new Map(catalogue.map((it) => [it.type, it]));

const known = new WeakMap<Document['subgraphs'], ReadonlyMap<string, NodeDefinition>>();

/** The same, with the nodes that stand for the subgraphs of a document. */
export function definitionsIn(document: Document): ReadonlyMap<string, NodeDefinition> {
  const { subgraphs } = document;
  const before = known.get(subgraphs);
  if (before) return before;
  const own = Object.entries(subgraphs).map(([id, it]) => {
    const type = subgraphType(id);
    return [type, subgraphDefinition(type, it, document, definitions)] as const;
  });
  const all = own.length === 0 ? definitions : new Map([...definitions, ...own]);
  known.set(subgraphs, all);
  return all;
}
