import type { Document, Position } from '../../src/pipeline/document.ts';
import { addWayPoint, setWayPoints } from '../../src/pipeline/way-points.ts';
import { edit, useDocument } from '../stores/document.ts';
import { useView } from '../stores/view.ts';
import { drawnAreas } from './drawn-areas.ts';
import { snapped } from './grid.ts';
import { surface } from './surface.ts';

/** Leads a wire through a point of the canvas; through its middle where none is given. */
export function addWayPointTo(wire: string, at?: Position): void {
  const { document } = useDocument.getState();
  const ends = endsOf(document, wire);
  if (!ends) return;
  const way = [ends[0], ...(document.wires[wire]?.via ?? []), ends[1]];
  const middle = Math.floor((way.length - 1) / 2);
  const [a, b] = [way[middle] as Position, way[middle + 1] as Position];
  const point = snapped(at ?? { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }, useView.getState().snap);
  edit('Add way point', (it) => addWayPoint(it, wire, point, ends));
}

/** The same, at a point of the window. */
export function addWayPointUnder(wire: string, at: Position): void {
  const canvas = surface()?.toCanvas(at);
  if (canvas) addWayPointTo(wire, canvas);
}

/** Where a wire leaves its first card and comes to its last one, about. */
function endsOf(document: Document, id: string): readonly [Position, Position] | undefined {
  const wire = document.wires[id];
  const areas = drawnAreas(document);
  const [from, to] = [areas[wire?.from.node ?? ''], areas[wire?.to.node ?? '']];
  return (
    from &&
    to && [
      { x: from.x + from.width, y: from.y + from.height / 2 },
      { x: to.x, y: to.y + to.height / 2 },
    ]
  );
}

export function moveWayPoint(wire: string, at: number, to: Position, gesture: string): void {
  const point = snapped(to, useView.getState().snap);
  edit(
    'Move way point',
    (it) => {
      const via = it.wires[wire]?.via ?? [];
      const now = via[at];
      if (!now || (now.x === point.x && now.y === point.y)) return it;
      return setWayPoints(it, wire, via.with(at, point));
    },
    gesture,
  );
}

/** Takes one point off its wire, which then goes straight on. */
export const removeWayPoint = (wire: string, at: number): boolean =>
  edit('Remove way point', (it) =>
    setWayPoints(
      it,
      wire,
      (it.wires[wire]?.via ?? []).filter((_, place) => place !== at),
    ),
  );

export const removeWayPoints = (wire: string): boolean =>
  edit('Remove way points', (it) => setWayPoints(it, wire, []));
