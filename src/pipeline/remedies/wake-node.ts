import { titleOf } from '../check.ts';
import { setNodeState } from '../edits.ts';
import { effectiveDocument, endKey } from '../effective.ts';
import { type Complaint, firstThatWorks, type Remedy } from './remedy.ts';

/** Takes back what was done to the node that an input waits for. */
export function wakeNode({ document, definitions, problem, works }: Complaint): readonly Remedy[] {
  const { node, port } = problem;
  if (node === undefined || port === undefined) return [];
  const cut = effectiveDocument(document, definitions).cuts.get(endKey({ node, port }));
  if (!cut) return [];
  const remedy: Remedy = {
    title: `${cut.why === 'muted' ? 'Unmute' : 'Do not bypass'} ${titleOf(document, definitions, cut.node)}`,
    nodes: [cut.node],
    apply: () => setNodeState(document, [cut.node], undefined),
  };
  return firstThatWorks([remedy], works);
}
