import type { Document, Position } from '../../src/pipeline/document.ts';
import {
  addFrame,
  moveNodes,
  moveNotes,
  newId,
  removeFrames,
  updateFrame,
} from '../../src/pipeline/edits.ts';
import { moveWayPoints, type WayPoints, wayPointsBetween } from '../../src/pipeline/way-points.ts';
import { edit, useDocument } from '../stores/document.ts';
import { useView } from '../stores/view.ts';
import { type Area, areaOf, sizeTo, within } from './areas.ts';
import { drawnAreas } from './drawn-areas.ts';
import { framed, heldIn } from './framed.ts';
import { GRID, snapped } from './grid.ts';
import { showHint } from './hint.ts';
import { noteAreas } from './note-edits.ts';

/** Smaller ones could no longer be taken hold of. */
const LEAST = { width: 8 * GRID, height: 4 * GRID };

/** Draws a frame around what is selected and asks for its title. */
export function frameSelected(): void {
  const { document } = useDocument.getState();
  const areas = drawnAreas(document);
  const { nodes, notes } = useView.getState();
  const noted = noteAreas(document);
  const area = framed([
    ...[...nodes].flatMap((id) => areas[id] ?? []),
    ...[...notes].flatMap((id) => noted[id] ?? []),
  ]);
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

export type Held = Readonly<Record<'nodes' | 'frames' | 'notes', readonly string[]>> & {
  readonly points: WayPoints;
};

/** The nodes and notes of a frame, and the frames that lie in it. */
export function heldBy(document: Document, id: string): Held {
  const frame = document.frames[id];
  if (!frame) return { nodes: [], frames: [], notes: [], points: {} };
  const area = areaOf(frame);
  const others = Object.fromEntries(
    Object.entries(document.frames).flatMap(([other, it]) => (other === id ? [] : [[other, areaOf(it)]])),
  );
  const nodes = heldIn(area, drawnAreas(document));
  return {
    nodes,
    frames: heldIn(area, others),
    notes: heldIn(area, noteAreas(document)),
    points: { ...pointsIn(document, area), ...wayPointsBetween(document, new Set(nodes)) },
  };
}

/** The points that lie in an area, of whatever wire. */
const pointsIn = ({ wires }: Document, area: Area): WayPoints =>
  Object.fromEntries(
    Object.entries(wires).flatMap(([id, { via = [] }]) => {
      const places = via.flatMap((it, at) => (within({ ...it, width: 0, height: 0 }, area) ? [at] : []));
      return places.length > 0 ? [[id, places]] : [];
    }),
  );

/** A frame and all that it held when it was taken hold of, moved together. */
export function moveFrame(
  document: Document,
  id: string,
  { nodes, frames, notes, points }: Held,
  by: Position,
): Document {
  const moved = (at: Position): Position => ({ x: at.x + by.x, y: at.y + by.y });
  const places = (
    ids: readonly string[],
    record: Readonly<Record<string, { position: Position }>>,
  ): Record<string, Position> =>
    Object.fromEntries(
      ids.flatMap((it) => {
        const at = record[it]?.position;
        return at ? [[it, moved(at)]] : [];
      }),
    );
  return [id, ...frames].reduce(
    (next, it) => {
      const frame = next.frames[it];
      return frame ? updateFrame(next, it, { position: moved(frame.position) }) : next;
    },
    moveWayPoints(
      moveNotes(moveNodes(document, places(nodes, document.nodes)), places(notes, document.notes)),
      points,
      by,
    ),
  );
}

/** Gives a frame another lower right corner. */
export function resizeFrame(document: Document, id: string, corner: Position, snap: boolean): Document {
  const frame = document.frames[id];
  if (!frame) return document;
  return updateFrame(document, id, sizeTo(frame, snapped(corner, snap), LEAST));
}

/** The frame by itself: what it held stays. */
export const removeFrame = (id: string): boolean =>
  edit('Remove frame', (document) => removeFrames(document, [id]));

/** Draws a frame close around what it holds. */
export function fitFrame(id: string): void {
  edit('Fit frame', (document) => {
    const areas = drawnAreas(document);
    const noted = noteAreas(document);
    const { nodes, notes } = heldBy(document, id);
    const area = framed([
      ...nodes.flatMap((it) => areas[it] ?? []),
      ...notes.flatMap((it) => noted[it] ?? []),
    ]);
    if (!area) return document;
    const { x, y, width, height } = area;
    return updateFrame(document, id, { position: { x, y }, width, height });
  });
}
