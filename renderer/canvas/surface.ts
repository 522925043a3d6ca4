import type { Position } from '../../src/pipeline/document.ts';
import type { Area } from './areas.ts';

/** What commands may ask of the canvas, whoever draws it. Points of the window are CSS pixels from its corner. */
export type Surface = {
  toCanvas(point: Position): Position;
  toWindow(point: Position): Position;
  /** The part of the canvas that is in view. */
  visible(): Area;
  /** Where the canvas lies in the window. */
  bounds(): DOMRect;
  /** Where a node lies and how large it is drawn; undefined while it was never drawn. */
  areaOf(node: string): Area | undefined;
  zoom(): number;
  fit(): void;
  zoomBy(factor: number): void;
  zoomTo(zoom: number): void;
  /** Brings nodes into view if they are not, and leaves the zoom where it can. */
  reveal(nodes: readonly string[]): void;
  /** The same for a part of the canvas, where a node was never drawn yet. */
  revealArea(area: Area): void;
  /** The wire that is drawn at a point of the window. */
  wireAt(point: Position): string | undefined;
  focusNode(node: string): void;
  focusNote(note: string): void;
  /** Gives the keys to the canvas itself. */
  focus(): void;
};

let current: Surface | null = null;

/** The canvas of this window; null while another screen is shown. */
export const surface = (): Surface | null => current;

export function setSurface(next: Surface | null): void {
  current = next;
}
