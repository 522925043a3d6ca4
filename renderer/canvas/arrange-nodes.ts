import type { Document } from '../../src/pipeline/document.ts';
import { moveNodes, moveNotes, updateFrame } from '../../src/pipeline/edits.ts';
import { withoutWayPoints } from '../../src/pipeline/way-points.ts';
import { edit, useDocument } from '../stores/document.ts';
import { useView } from '../stores/view.ts';
import { type Area, areaOf } from './areas.ts';
import { whatIs } from './canvas-edits.ts';
import { drawnAreas } from './drawn-areas.ts';
import { noteKey, parted } from './flow/flow-records.ts';
import { heldIn } from './framed.ts';
import { showHint } from './hint.ts';
import { layOut } from './layout.ts';
import { noteAreas } from './note-edits.ts';
import { surface } from './surface.ts';

/** Lays out what is selected where that is several nodes, else the whole pipeline: one step of the history. */
export function arrangeNodes(): void {
  const { document } = useDocument.getState();
  const { nodes } = useView.getState();
  const some = nodes.size > 1;
  const areas = drawnAreas(document);
  const noted = framedNotes(document, areas, some ? nodes : new Set(Object.keys(areas)));
  const to = layOut(
    document,
    { ...areas, ...noted },
    some ? new Set([...nodes, ...Object.keys(noted)]) : undefined,
  );
  const places = parted(Object.entries(to.nodes));
  const label = some ? `Arrange ${whatIs(document, nodes)}` : 'Arrange the pipeline';
  const changed = edit(label, (it) =>
    Object.entries(to.frames).reduce(
      (next, [id, { x, y, width, height }]) => updateFrame(next, id, { position: { x, y }, width, height }),
      withoutWayPoints(
        moveNotes(moveNodes(it, places.nodes), places.notes),
        new Set(Object.keys(places.nodes)),
      ),
    ),
  );
  if (!changed) showHint('It is arranged already');
  else if (!some) onceDrawn(() => surface()?.fit());
}

/**
 * The notes that lie in a frame whose nodes are all arranged: they keep their place in it, as nodes without wires. Every
 * other note stays where it is.
 */
function framedNotes(
  document: Document,
  areas: Readonly<Record<string, Area>>,
  chosen: ReadonlySet<string>,
): Readonly<Record<string, Area>> {
  const noted = noteAreas(document);
  const held = Object.values(document.frames).flatMap((frame) => {
    const area = areaOf(frame);
    const nodes = heldIn(area, areas);
    return nodes.length > 0 && nodes.every((it) => chosen.has(it)) ? heldIn(area, noted) : [];
  });
  return Object.fromEntries(held.map((id) => [noteKey(id), noted[id] as Area]));
}

/** The cards go to their new places with the next frame, and what is fitted is what is drawn. */
const onceDrawn = (then: () => void): void => {
  requestAnimationFrame(() => requestAnimationFrame(then));
};
