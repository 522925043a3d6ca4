import type { MenuCommand } from '../../electron/contract.ts';

import { redoEdit, undoEdit, useDocument } from '../stores/document.ts';
import { select, useView } from '../stores/view.ts';
import { arrangeNodes } from './arrange-nodes.ts';
import { deleteSelected, duplicateSelected } from './canvas-edits.ts';
import { copySelected, cutSelected, pasteAt } from './clipboard.ts';
import { frameSelected } from './frame-edits.ts';
import { showHint } from './hint.ts';
import { addNoteUnder } from './note-edits.ts';
import { openQuickAdd } from './open-quick-add.ts';
import { pointerOrMiddle } from './pointer.ts';

import { makeSubgraphOfSelected, unpackSelected } from './subgraph-edits.ts';
import { surface } from './surface.ts';

/** One press of a zoom key. */
const ZOOM_STEP = 1.25;

/** What the menu and its keys do on the canvas. */
export const canvasCommands: Partial<Record<MenuCommand, () => void>> = {
  undo: () => tell(undoEdit(), 'Undone', 'Nothing to undo'),
  redo: () => tell(redoEdit(), 'Redone', 'Nothing to redo'),
  cut: () => void cutSelected(),
  copy: () => void copySelected(),
  paste: () => void pasteAt(pointerOrMiddle()),
  duplicate: duplicateSelected,
  delete: deleteSelected,
  'select-all': () => {
    const { nodes, wires, notes } = useDocument.getState().document;
    select(Object.keys(nodes), Object.keys(wires), Object.keys(notes));
  },
  arrange: arrangeNodes,
  frame: frameSelected,
  subgraph: makeSubgraphOfSelected,
  unpack: unpackSelected,
  note: () => addNoteUnder(pointerOrMiddle()),
  'add-node': () => openQuickAdd(pointerOrMiddle()),
  fit: () => surface()?.fit(),
  'zoom-in': () => surface()?.zoomBy(ZOOM_STEP),
  'zoom-out': () => surface()?.zoomBy(1 / ZOOM_STEP),
  'zoom-reset': () => surface()?.zoomTo(1),
  'toggle-snap': () => useView.setState(({ snap }) => ({ snap: !snap })),
  'toggle-minimap': () => useView.setState(({ minimap }) => ({ minimap: !minimap })),
  'toggle-profile': () => useView.setState(({ profile }) => ({ profile: !profile })),
};

function tell(label: string | undefined, done: string, nothing: string): void {
  showHint(label === undefined ? nothing : `${done}: ${label}`);
}
