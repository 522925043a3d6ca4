import type { Position } from '../../src/pipeline/document.ts';
import { type QuickAdd, useView } from '../stores/view.ts';
import { surface } from './surface.ts';

/** Opens the search for a new node at a point of the window: any, or for the end of a wire, or into one. */
export function openQuickAdd(at: Position, towards: Pick<QuickAdd, 'wire' | 'into'> = {}): void {
  const canvas = surface()?.toCanvas(at);
  if (canvas) useView.setState({ quickAdd: { window: at, canvas, ...towards } });
}
