import type { Document } from '../../src/pipeline/document.ts';
import { definitionsIn } from '../catalogue.ts';
import { Icon } from '../design/icon.tsx';
import { useRuns } from '../stores/runs.ts';
import { useWorkspace } from '../stores/workspace.ts';
import { nodeTitle } from './lanes.ts';
import './node-link.css';
import { documentOfRun, showNodeOfRun } from './show-node.ts';

type NodeLinkProps = {
  /** Null where it belongs to no node of the person's. */
  readonly node: string | null;
  /** Of the run, for the titles that its nodes had then. */
  readonly document: Document | null;
  /** Said in the place of the title. */
  readonly text?: string;
};

/** The name of a node in a table. A node that is still drawn can be gone to; a run may be of another document. */
export function NodeLink({ node, document, text }: NodeLinkProps) {
  const current = useRuns((it) => it.current);
  const startedFrom = useRuns((it) => it.startedFrom);
  const drawn = useWorkspace(
    (it) => node !== null && documentOfRun({ current, startedFrom }, it).document.nodes[node] !== undefined,
  );
  if (node === null) return <span className="node-link node-link-rest">{text ?? 'Everything else'}</span>;
  const title = nodeTitle(document, node) ?? node;
  const category = (document && definitionsIn(document).get(document.nodes[node]?.type ?? ''))?.category;
  const name = (
    <>
      <span style={{ color: category && `var(--category-${category})` }}>
        <Icon name={category ?? 'help'} size={14} />
      </span>
      <span className="truncate">{text ?? title}</span>
    </>
  );
  if (!drawn) return <span className="node-link">{name}</span>;
  return (
    <button
      type="button"
      className="node-link"
      title={`Show ${title} on the canvas`}
      onClick={() => showNodeOfRun(node)}
    >
      {name}
    </button>
  );
}
