import type { Position } from '../../src/pipeline/document.ts';
import { type DrawnWire, useView } from '../stores/view.ts';
import { surface } from './surface.ts';

/** Opens the search for a new node at a point of the window, for the end of a wire where one is given. */
export function openQuickAdd(at: Position, wire?: DrawnWire): void {
  const canvas = surface()?.toCanvas(at);
  if (canvas) useView.setState({ quickAdd: { window: at, canvas, ...(wire && { wire }) } });
}
