import type { Document } from '../../../src/pipeline/document.ts';
import type { DocumentDifferences } from '../../../src/pipeline/document-differences.ts';
import type { Marks } from '../../gallery/thumbnail-picture.tsx';

/** In front of the id of a node that the second document lacks: it may have another node by that id. */
const GONE = 'gone-';

/** Both documents in one picture: the second as it is, and where they were the nodes of the first that are gone. */
export function unionOf(
  a: Document,
  b: Document,
  { nodes }: DocumentDifferences,
): { document: Document; marks: Marks } {
  const gone = nodes.flatMap((it) => (it.kind === 'removed' && it.from !== null ? [it.from] : []));
  const marks = new Map(nodes.map(({ kind, from, to }) => [to ?? `${GONE}${from}`, kind] as const));
  const ghosts = gone.flatMap((id) => {
    const node = a.nodes[id];
    return node ? [[`${GONE}${id}`, node] as const] : [];
  });
  return { document: { ...b, nodes: { ...b.nodes, ...Object.fromEntries(ghosts) }, notes: {} }, marks };
}
