import type { DragEvent } from 'react';
import type { NodeDefinition } from '../../src/nodes/define.ts';
import { checkedGraph, useDocument } from '../stores/document.ts';
import { addDropped } from './add-chosen.ts';
import { endDragged, useDraggedKind } from './dragged-kind.ts';
import { addInto } from './newcomer.ts';
import { addNoteAt } from './note-edits.ts';
import { surface } from './surface.ts';

/** The canvas as a place where kinds of nodes are dropped; what comes from elsewhere is not its own. */
export const dropTarget = {
  onDragOver(event: DragEvent): void {
    const { kind, over } = useDraggedKind.getState();
    if (!kind) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
    const wire = kind === 'note' ? null : wireUnder(event, kind);
    if (wire !== over) useDraggedKind.setState({ over: wire });
  },
  onDragLeave({ currentTarget, relatedTarget }: DragEvent): void {
    if (relatedTarget instanceof Node && currentTarget.contains(relatedTarget)) return;
    if (useDraggedKind.getState().over !== null) useDraggedKind.setState({ over: null });
  },
  onDrop(event: DragEvent): void {
    const { kind } = useDraggedKind.getState();
    const at = surface()?.toCanvas({ x: event.clientX, y: event.clientY });
    if (!kind || !at) return;
    event.preventDefault();
    if (kind === 'note') addNoteAt(at);
    else addDropped(kind, at, wireUnder(event, kind));
    last = { kind: null, wire: null, fits: false };
    endDragged();
  },
};

/** The wire at the pointer, where the kind fits into it. */
function wireUnder({ clientX: x, clientY: y }: DragEvent, kind: NodeDefinition): string | null {
  const wire = surface()?.wireAt({ x, y }) ?? null;
  // Asked many times a second while the pointer rests on one wire.
  if (last.kind === kind && last.wire === wire) return last.fits ? wire : null;
  const { document } = useDocument.getState();
  const fits =
    wire !== null && addInto(document, checkedGraph(document), wire, kind, { x: 0, y: 0 }) !== undefined;
  last = { kind, wire, fits };
  return fits ? wire : null;
}

let last: { kind: NodeDefinition | null; wire: string | null; fits: boolean } = {
  kind: null,
  wire: null,
  fits: false,
};
