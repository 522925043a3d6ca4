import type { Position } from '../../src/pipeline/document.ts';
import { surface } from './surface.ts';

let over: Position | null = null;

/** Remembers where the pointer is over the canvas; null when it leaves. Nothing is drawn for it. */
export function setPointer(at: Position | null): void {
  over = at;
}

/** Where a key acts: at the pointer where it is over the canvas, else in the middle of it. A point of the window. */
export function pointerOrMiddle(): Position {
  if (over) return over;
  const bounds = surface()?.bounds();
  return bounds ? { x: bounds.x + bounds.width / 2, y: bounds.y + bounds.height / 2 } : { x: 0, y: 0 };
}
