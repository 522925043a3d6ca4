import type { NodeDefinition } from '../../src/nodes/define.ts';
import { titleOf } from '../../src/pipeline/check.ts';
import type { Document, Position } from '../../src/pipeline/document.ts';
import { moveNodes, removeNodes, removeWires } from '../../src/pipeline/edits.ts';
import { duplicate } from '../../src/pipeline/fragment.ts';
import { definitions } from '../catalogue.ts';
import { edit, useDocument } from '../stores/document.ts';
import { select, useView } from '../stores/view.ts';
import { addNode } from './add-node.ts';
import { snapped } from './grid.ts';
import { cardSize, centredAt, freePlace, nodeAreas } from './place-node.ts';
import { surface } from './surface.ts';

/** Edits that the canvas, its menus and the palette share: each one step of the history, with what it made selected. */

/** Adds a node with its middle at a point of the canvas. */
export function addNodeAt(definition: NodeDefinition, at: Position): string | undefined {
  const { snap } = useView.getState();
  return addNodeWith(definition, centredAt(definition, at, snap));
}

/** Adds a node near the middle of what is in view, where it covers no other. */
export function addNodeInView(definition: NodeDefinition): string | undefined {
  const { document } = useDocument.getState();
  const { snap } = useView.getState();
  const view = surface()?.visible() ?? { x: 0, y: 0, width: 0, height: 0 };
  const middle = { x: view.x + view.width / 2, y: view.y + view.height / 2 };
  const wish = centredAt(definition, middle, snap);
  const place = freePlace(
    wish,
    cardSize(definition),
    nodeAreas(document, (id) => surface()?.areaOf(id)),
  );
  const node = addNodeWith(definition, place);
  if (node !== undefined) surface()?.revealArea({ ...place, ...cardSize(definition) });
  return node;
}

function addNodeWith(definition: NodeDefinition, position: Position): string | undefined {
  let added: string | undefined;
  edit(`Add ${definition.title}`, (document) => {
    const next = addNode(document, definition, position);
    added = next.node;
    return next.document;
  });
  if (added !== undefined) select([added]);
  return added;
}

/** Removes what is selected, wires that end at it included. */
export function deleteSelected(): void {
  const { nodes, wires } = useView.getState();
  const { document } = useDocument.getState();
  const label =
    nodes.size > 0 ? `Delete ${whatIs(document, nodes)}` : `Delete ${counted(wires.size, 'wire')}`;
  if (edit(label, (it) => removeNodes(removeWires(it, wires), nodes))) select([]);
}

export function duplicateSelected(): void {
  const { nodes } = useView.getState();
  let fresh: readonly string[] = [];
  edit(`Duplicate ${whatIs(useDocument.getState().document, nodes)}`, (document) => {
    if (nodes.size === 0) return document;
    const copy = duplicate(document, nodes, { x: 40, y: 40 });
    fresh = copy.nodes;
    return copy.document;
  });
  if (fresh.length > 0) select(fresh);
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
