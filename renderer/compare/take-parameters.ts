import { sameJson } from '../../src/pipeline/diff.ts';
import type { Document } from '../../src/pipeline/document.ts';
import { flattened } from '../../src/pipeline/subgraph/expand.ts';
import type { RunFacts } from '../../src/plan/run-facts.ts';

/**
 * A document with the parameters that a run had, where both have a node of the same id and type. All else stays as it is
 * drawn; the very same document where nothing would change.
 */
export function withParametersOf(document: Document, { nodes }: Pick<RunFacts, 'nodes'>): Document {
  const changed = Object.entries(document.nodes).flatMap(([id, node]) => {
    const own = Object.hasOwn(nodes, id) ? nodes[id] : undefined;
    return own?.type === node.type && !sameJson(own.params, node.params)
      ? [[id, { ...node, params: own.params }] as const]
      : [];
  });
  if (changed.length === 0) return document;
  return { ...document, nodes: { ...document.nodes, ...Object.fromEntries(changed) } };
}

/** Whether a run had other parameters within a node that is made of several, which are set there and not taken over. */
export function differsWithin(document: Document, { nodes }: Pick<RunFacts, 'nodes'>): boolean {
  return Object.entries(flattened(document).nodes).some(([id, node]) => {
    const own = Object.hasOwn(document.nodes, id) || !Object.hasOwn(nodes, id) ? undefined : nodes[id];
    return own?.type === node.type && !sameJson(own.params, node.params);
  });
}
