import type { Document, Position } from '../../src/pipeline/document.ts';
import { addFrame, moveNodes, newId, removeFrames, updateFrame } from '../../src/pipeline/edits.ts';
import { edit, useDocument } from '../stores/document.ts';
import { useView } from '../stores/view.ts';
import type { Area } from './areas.ts';
import { drawnAreas } from './drawn-areas.ts';
import { framed, heldIn } from './framed.ts';
import { GRID, snapped } from './grid.ts';
import { showHint } from './hint.ts';

/** Smaller ones could no longer be taken hold of. */
const LEAST = { width: 8 * GRID, height: 4 * GRID };

const areaOf = ({ position, width, height }: Document['frames'][string]): Area => ({
  ...position,
  width,
  height,
});

/** Draws a frame around what is selected and asks for its title. */
export function frameSelected(): void {
  const { document } = useDocument.getState();
  const areas = drawnAreas(document);
  const { nodes } = useView.getState();
  const area = framed([...nodes].flatMap((id) => areas[id] ?? []));
  if (!area) {
    showHint('Select the nodes that the frame is to hold');
    return;
  }
  const id = newId(document.frames, 'frame');
  const { x, y, width, height } = area;
  edit('Frame the selection', (it) =>
    addFrame(it, id, { title: 'Frame', position: { x, y }, width, height }),
  );
  useView.setState({ renamingFrame: id });
}

/** The nodes of a frame, and the frames that lie in it. */
export function heldBy(
  document: Document,
  id: string,
): { nodes: readonly string[]; frames: readonly string[] } {
  const frame = document.frames[id];
  if (!frame) return { nodes: [], frames: [] };
  const area = areaOf(frame);
  const others = Object.fromEntries(
    Object.entries(document.frames).flatMap(([other, it]) => (other === id ? [] : [[other, areaOf(it)]])),
  );
  return { nodes: heldIn(area, drawnAreas(document)), frames: heldIn(area, others) };
}

/** A frame and all that it held when it was taken hold of, moved together. */
export function moveFrame(
  document: Document,
  id: string,
  { nodes, frames }: ReturnType<typeof heldBy>,
  by: Position,
): Document {
  const moved = (at: Position): Position => ({ x: at.x + by.x, y: at.y + by.y });
  const to = Object.fromEntries(
    nodes.flatMap((node) => {
      const at = document.nodes[node]?.position;
      return at ? [[node, moved(at)]] : [];
    }),
  );
  return [id, ...frames].reduce(
    (next, it) => {
      const frame = next.frames[it];
      return frame ? updateFrame(next, it, { position: moved(frame.position) }) : next;
    },
    moveNodes(document, to),
  );
}

/** Gives a frame another lower right corner. */
export function resizeFrame(document: Document, id: string, corner: Position, snap: boolean): Document {
  const frame = document.frames[id];
  if (!frame) return document;
  const { x, y } = snapped(corner, snap);
  return updateFrame(document, id, {
    width: Math.max(LEAST.width, x - frame.position.x),
    height: Math.max(LEAST.height, y - frame.position.y),
  });
}

/** The frame by itself: what it held stays. */
export const removeFrame = (id: string): boolean =>
  edit('Remove frame', (document) => removeFrames(document, [id]));

/** Draws a frame close around what it holds. */
export function fitFrame(id: string): void {
  edit('Fit frame', (document) => {
    const areas = drawnAreas(document);
    const area = framed(heldBy(document, id).nodes.flatMap((it) => areas[it] ?? []));
    if (!area) return document;
    const { x, y, width, height } = area;
    return updateFrame(document, id, { position: { x, y }, width, height });
  });
}
