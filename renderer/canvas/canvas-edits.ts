import { titleOf } from '../../src/pipeline/check.ts';
import type { Document, Position } from '../../src/pipeline/document.ts';
import { moveNodes, removeNodes, removeWires } from '../../src/pipeline/edits.ts';
import { cutFragment, duplicate } from '../../src/pipeline/fragment.ts';
import { definitions } from '../catalogue.ts';
import { edit, useDocument } from '../stores/document.ts';
import { select, useView } from '../stores/view.ts';
import { alignNodes } from './align-nodes.ts';
import { drawnAreas } from './drawn-areas.ts';
import { GRID, snapped } from './grid.ts';

/** Edits of what is selected, shared by keys, menus and inspector: each one step of the history. */

/** Removes what is selected, wires that end at it included. */
export function deleteSelected(): void {
  const { nodes, wires } = useView.getState();
  const { document } = useDocument.getState();
  const label =
    nodes.size > 0 ? `Delete ${whatIs(document, nodes)}` : `Delete ${counted(wires.size, 'wire')}`;
  if (edit(label, (it) => removeNodes(removeWires(it, wires), nodes))) select([]);
}

/** A second copy of what is selected, which is then selected itself. */
export const duplicateSelected = (): void =>
  copyNodes(useView.getState().nodes, { x: 2 * GRID, y: 2 * GRID });

export function copyNodes(nodes: ReadonlySet<string>, by: Position): void {
  let fresh: readonly string[] = [];
  edit(`Duplicate ${whatIs(useDocument.getState().document, nodes)}`, (document) => {
    if (nodes.size === 0) return document;
    const copy = duplicate(document, nodes, by);
    fresh = copy.nodes;
    return copy.document;
  });
  if (fresh.length > 0) select(fresh);
}

export function moveTo(to: Readonly<Record<string, Position>>): void {
  const label = `Move ${whatIs(useDocument.getState().document, new Set(Object.keys(to)))}`;
  edit(label, (document) => moveNodes(document, to));
}

/** Puts what is selected in line; several nodes that lie over one another come apart. */
export function alignSelected(into: 'column' | 'row'): void {
  const { nodes } = useView.getState();
  const { document } = useDocument.getState();
  const chosen = cutFragment(document, nodes);
  const to = alignNodes(drawnAreas(chosen), into);
  edit(`Align ${whatIs(document, nodes)}`, (it) => moveNodes(it, to));
}

/** Takes every wire off the nodes that are selected. */
export function disconnectSelected(): void {
  const { nodes } = useView.getState();
  const { document } = useDocument.getState();
  const ends = Object.entries(document.wires)
    .filter(([, { from, to }]) => nodes.has(from.node) || nodes.has(to.node))
    .map(([id]) => id);
  edit(`Disconnect ${whatIs(document, nodes)}`, (it) => removeWires(it, ends));
}

/** Moves what is selected; presses of the same arrow keys in a row are one step of the history. */
export function nudgeSelected(by: Position): void {
  const { nodes, snap } = useView.getState();
  edit(
    `Move ${whatIs(useDocument.getState().document, nodes)}`,
    (document) =>
      moveNodes(
        document,
        Object.fromEntries(
          [...nodes].flatMap((id) => {
            const position = document.nodes[id]?.position;
            if (!position) return [];
            return [[id, snapped({ x: position.x + by.x, y: position.y + by.y }, snap)]];
          }),
        ),
      ),
    `nudge ${[...nodes].join(' ')}`,
  );
}

/** `Teacher`, or `3 nodes`: for the names of steps in the history. */
export function whatIs(document: Document, nodes: ReadonlySet<string>): string {
  const [only] = nodes;
  return nodes.size === 1 && only !== undefined
    ? titleOf(document, definitions, only)
    : counted(nodes.size, 'node');
}

const counted = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;
