import type { Problem } from '../../src/pipeline/problem.ts';
import { surface } from '../canvas/surface.ts';
import { useDocument } from '../stores/document.ts';
import { select, togglePanel } from '../stores/view.ts';

/** Whether the document that is open holds the node; a run may be of another. */
export const isDrawn = (node: string): boolean => useDocument.getState().document.nodes[node] !== undefined;

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
