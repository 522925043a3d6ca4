import type { NodeDefinition } from '../../src/nodes/define.ts';
import type { Document, Position } from '../../src/pipeline/document.ts';
import { checkedGraph, edit, useDocument } from '../stores/document.ts';
import { type QuickAdd, select, useView } from '../stores/view.ts';
import { type Added, addNode } from './add-node.ts';
import { drawnAreas } from './drawn-areas.ts';
import { addInto, addWired } from './newcomer.ts';
import { cardSize, centredAt, freePlace, portPlace } from './place-node.ts';
import { surface } from './surface.ts';

type Place = Pick<QuickAdd, 'canvas' | 'wire' | 'into'>;

/** Adds a node where it was asked for: at the end of a wire, into a wire, or by itself. One step of the history. */
export function addChosen(definition: NodeDefinition, place: Place): void {
  const node = add(definition, (document) =>
    addAt(document, definition, freed(document, definition, place), place),
  );
  // Keys go on at the new node.
  if (node !== undefined) surface()?.focusNode(node);
}

/** Adds a node exactly where it was dropped; into the wire that was drawn there, where it fits. */
export function addDropped(definition: NodeDefinition, canvas: Position, into: string | null): void {
  const position = centredAt(definition, canvas, useView.getState().snap);
  const place = { canvas, ...(into !== null && { into }) };
  const node = add(definition, (document) => addAt(document, definition, position, place));
  if (node !== undefined) surface()?.focusNode(node);
}

/** Adds a node near the middle of what is in view, where it covers no other. */
export function addInView(definition: NodeDefinition): void {
  const view = surface()?.visible() ?? { x: 0, y: 0, width: 0, height: 0 };
  const middle = { x: view.x + view.width / 2, y: view.y + view.height / 2 };
  const position = freed(useDocument.getState().document, definition, { canvas: middle });
  add(definition, (document) => addAt(document, definition, position, { canvas: middle }));
  surface()?.revealArea({ ...position, ...cardSize(definition) });
}

/** The new node, which is selected; undefined where the document may hold no more. */
function add(definition: NodeDefinition, change: (document: Document) => Added): string | undefined {
  let node: string | undefined;
  edit(`Add ${definition.title}`, (document) => {
    const added = change(document);
    node = added.node;
    return added.document;
  });
  if (node !== undefined) select([node]);
  return node;
}

function addAt(
  document: Document,
  definition: NodeDefinition,
  position: Position,
  { wire, into }: Place,
): Added {
  const checked = checkedGraph(document);
  if (wire) return addWired(document, checked, wire, definition, position);
  const within = into === undefined ? undefined : addInto(document, checked, into, definition, position);
  return within ?? addNode(document, definition, position);
}

/** The free place nearest to the one wished for: with its port at the pointer where a wire leads to it. */
function freed(document: Document, definition: NodeDefinition, { canvas, wire }: Place): Position {
  const { snap } = useView.getState();
  const wish = wire
    ? portPlace(document, checkedGraph(document), wire, definition, canvas, snap)
    : centredAt(definition, canvas, snap);
  const taken = Object.values(drawnAreas(document));
  return freePlace(wish, cardSize(definition), taken);
}
