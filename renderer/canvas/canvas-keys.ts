import type { KeyboardEvent } from 'react';
import type { Document, Position } from '../../src/pipeline/document.ts';
import { focusInspector } from '../inspector/focus-inspector.ts';
import { useDocument } from '../stores/document.ts';
import { select, useView } from '../stores/view.ts';
import { deleteSelected, nudgeSelected } from './canvas-edits.ts';
import { GRID } from './grid.ts';
import { hideHint } from './hint.ts';
import { toggleLayers } from './layers-shown.ts';
import { toggleBypassed, toggleMuted } from './node-states.ts';
import { writeNote } from './note-edits.ts';
import { openQuickAdd } from './open-quick-add.ts';
import { pointerOrMiddle } from './pointer.ts';
import { surface } from './surface.ts';

const ARROWS: Readonly<Record<string, Position>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};
/** How many steps of the grid an arrow key goes with Shift. */
const FAR = 5;

/** The keys of the canvas alone; those that the menu has too are not among them, or they would act twice. */
export function onCanvasKey(event: KeyboardEvent<HTMLElement>): void {
  const { target } = event;
  if (target instanceof Element && target.closest('input, textarea, select, [role=toolbar], [popover]'))
    return;
  if (handled(event)) event.preventDefault();
}

function handled(event: KeyboardEvent<HTMLElement>): boolean {
  const { key, altKey, shiftKey, ctrlKey, metaKey } = event;
  if (ctrlKey || metaKey) return false;
  const { nodes, wires, notes } = useView.getState();
  const [only] = nodes;
  const [note] = notes;
  const arrow = ARROWS[key];
  if (arrow) {
    if (altKey || nodes.size + notes.size === 0) return goTowards(arrow);
    const step = GRID * (shiftKey ? FAR : 1);
    nudgeSelected({ x: arrow.x * step, y: arrow.y * step });
    return true;
  }
  switch (key) {
    case 'Backspace':
      if (nodes.size + wires.size + notes.size === 0) return false;
      deleteSelected();
      surface()?.focus();
      return true;
    case 'F2':
      if (nodes.size === 0 && notes.size === 1 && note !== undefined) {
        writeNote(note);
        return true;
      }
      if (nodes.size !== 1 || only === undefined) return false;
      useView.setState({ renaming: only });
      return true;
    case 'Enter':
      if (nodes.size === 0 && notes.size === 1 && note !== undefined) {
        writeNote(note);
        return true;
      }
      if (nodes.size !== 1) return false;
      focusInspector();
      return true;
    case 'l':
    case 'L':
      return toggleLayers(nodes);
    case 'w':
    case 'W':
      if (nodes.size !== 1 || only === undefined) return false;
      useView.setState({ wiring: only });
      return true;
    case 'm':
    case 'M':
      return toggleMuted();
    case 'b':
    case 'B':
      return toggleBypassed();
    case 'Escape':
      return leave();
    case 'Tab':
      // From the canvas itself, once it was pressed; from a node, and for who goes by keys, Tab goes on.
      if (shiftKey || !event.currentTarget.matches('[data-pressed]:has(.react-flow:focus)')) return false;
      openQuickAdd(pointerOrMiddle());
      return true;
    default:
      return false;
  }
}

/** Ends what is under way, and else selects nothing. */
function leave(): boolean {
  hideHint();
  const { drawn, nodes, wires, notes } = useView.getState();
  if (drawn !== null) useView.setState({ drawn: null });
  else if (nodes.size + wires.size + notes.size > 0) select([]);
  else return false;
  return true;
}

/** Goes to the node that lies nearest in a direction; to the first one where none is selected. */
function goTowards(direction: Position): boolean {
  const { document } = useDocument.getState();
  const [from] = useView.getState().nodes;
  const to = from === undefined ? Object.keys(document.nodes)[0] : nodeTowards(document, from, direction);
  if (to === undefined) return false;
  select([to]);
  surface()?.reveal([to]);
  surface()?.focusNode(to);
  return true;
}

/** The nearest node in a direction, where what lies aside counts twice as far. */
export function nodeTowards(document: Document, from: string, { x, y }: Position): string | undefined {
  const start = document.nodes[from]?.position;
  if (!start) return undefined;
  let nearest: { id: string; distance: number } | undefined;
  for (const [id, { position }] of Object.entries(document.nodes)) {
    const ahead = (position.x - start.x) * x + (position.y - start.y) * y;
    const aside = Math.abs((position.x - start.x) * y) + Math.abs((position.y - start.y) * x);
    if (id === from || ahead <= 0) continue;
    const distance = ahead + 2 * aside;
    if (!nearest || distance < nearest.distance) nearest = { id, distance };
  }
  return nearest?.id;
}
