import { type CheckedGraph, checkFlat } from './check-flat.ts';
import type { Definitions } from './definition.ts';
import type { Document } from './document.ts';
import { ProblemError } from './problem.ts';
import { type Expanded, expand } from './subgraph/expand.ts';
import { fold } from './subgraph/fold.ts';

export { type CheckedGraph, titleOf } from './check-flat.ts';

/**
 * Binds every port type and tensor shape of a document and puts each problem at its node. What a subgraph holds is checked
 * where each node that stands for it is drawn, and told of at that node.
 *
 * What no goal needs cannot stop a run: its problems are warnings.
 */
export function check(drawn: Document, definitions: Definitions): CheckedGraph {
  if (Object.keys(drawn.subgraphs).length === 0) return checkFlat(drawn, definitions);
  let expanded: Expanded;
  try {
    expanded = expand(drawn);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const graph = checkFlat({ ...drawn, subgraphs: {} }, definitions);
    return { ...graph, document: drawn, problems: [error.problem, ...graph.problems] };
  }
  return fold(checkFlat(expanded.document, definitions), drawn, expanded.paths, definitions);
}
