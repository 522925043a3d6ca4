import { create } from 'zustand';
import type { NodeDefinition } from '../../src/nodes/define.ts';

type DraggedKind = {
  /** The kind of node, or the note, that is being dragged from the palette; a page may not read what is dragged before it is dropped. */
  readonly kind: NodeDefinition | 'note' | null;
  /** The wire under it into which it fits. */
  readonly over: string | null;
};

export const useDraggedKind = create<DraggedKind>(() => ({ kind: null, over: null }));

export function endDragged(): void {
  useDraggedKind.setState({ kind: null, over: null });
}
