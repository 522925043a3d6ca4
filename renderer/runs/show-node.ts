import type { Problem } from '../../src/pipeline/problem.ts';
import { surface } from '../canvas/surface.ts';
import { useDocument } from '../stores/document.ts';
import { type RunsState, useRuns } from '../stores/runs.ts';
import { showTab } from '../stores/tabs.ts';
import { select, togglePanel } from '../stores/view.ts';
import { activeOf, type OpenDocument, useWorkspace, type Workspace } from '../stores/workspace.ts';

/** The document that the run in the panel was started from, where it is open; else the one in front. */
export function documentOfRun(
  { current, startedFrom }: Pick<RunsState, 'current' | 'startedFrom'>,
  workspace: Workspace,
): OpenDocument {
  const from = current === null ? undefined : startedFrom[current];
  return (from === undefined ? undefined : workspace.documents[from]) ?? activeOf(workspace);
}

/** Goes to a node of the run in the panel, in its document's tab; nowhere if it is drawn there no more. */
export function showNodeOfRun(node: string): void {
  const { key, document } = documentOfRun(useRuns.getState(), useWorkspace.getState());
  if (document.nodes[node] === undefined) return;
  if (key === useDocument.getState().key) {
    showNode(node);
    return;
  }
  showTab(key);
  select([node]);
  togglePanel('inspector', true);
  // The canvas of that tab is there with the next frame.
  requestAnimationFrame(() => requestAnimationFrame(() => surface()?.reveal([node])));
}

/** Selects a node, brings it into view and opens its form. */
export function showNode(node: string): void {
  select([node]);
  togglePanel('inspector', true);
  surface()?.reveal([node]);
}

/** The node at which a problem can be mended: its own, or where its wire ends. */
export function nodeOf({ node, wire }: Problem): string | undefined {
  const { nodes, wires } = useDocument.getState().document;
  const found = node ?? (wire === undefined ? undefined : wires[wire]?.to.node);
  return found !== undefined && nodes[found] ? found : undefined;
}
