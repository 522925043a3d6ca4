import type { KeyboardEvent } from 'react';
import type { Position } from '../../src/pipeline/document.ts';
import { useDocument } from '../stores/document.ts';
import { select } from '../stores/view.ts';
import { openCanvasMenu } from './canvas-menu.tsx';
import { useDragGesture } from './drag-gesture.ts';
import { GRID } from './grid.ts';
import { onLettingGo } from './on-letting-go.ts';
import { surface } from './surface.ts';
import './way-point.css';
import { moveWayPoint, removeWayPoint } from './way-point-edits.ts';
import { wireViews } from './wire-view.ts';

type WayPointProps = {
  readonly wire: string;
  /** Its place along the wire, from 0. */
  readonly place: number;
  readonly at: Position;
  readonly colour: string;
};

const ARROWS: Readonly<Record<string, Position>> = {
  ArrowLeft: { x: -GRID, y: 0 },
  ArrowRight: { x: GRID, y: 0 },
  ArrowUp: { x: 0, y: -GRID },
  ArrowDown: { x: 0, y: GRID },
};

/** A dot on a wire, through which it is led: dragged, moved by arrows, removed by a double click or a key. */
export function WayPoint({ wire, place, at: { x, y }, colour }: WayPointProps) {
  const spoken = useDocument((it) => wireViews(it.document).get(wire)?.spoken ?? wire);
  const dragging = useDragGesture(
    () => useDocument.getState().document.wires[wire]?.via?.[place],
    ({ start, at, name }, begun) =>
      moveWayPoint(wire, place, { x: begun.x + at.x - start.x, y: begun.y + at.y - start.y }, name),
  );
  const onKeyDown = (event: KeyboardEvent): void => {
    const by = ARROWS[event.key];
    const step = event.shiftKey ? 5 : 1;
    if (by)
      moveWayPoint(
        wire,
        place,
        { x: x + by.x * step, y: y + by.y * step },
        `nudge way point ${place} ${wire}`,
      );
    else if (event.key === 'Backspace' || event.key === 'Delete') {
      removeWayPoint(wire, place);
      surface()?.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <button
      type="button"
      className="way-point nodrag nopan"
      aria-label={`Way point ${place + 1} of the wire ${spoken}`}
      title="Drag to lead the wire; double-click to remove"
      style={{
        transform: `translate(-50%, -50%) translate(${x}px, ${y}px)`,
        ['--wire' as string]: colour,
      }}
      onFocus={() => select([], [wire])}
      onKeyDown={onKeyDown}
      onDoubleClick={(event) => {
        event.stopPropagation();
        removeWayPoint(wire, place);
      }}
      onContextMenu={(event) => {
        event.preventDefault();
        event.stopPropagation();
        onLettingGo(event, () =>
          openCanvasMenu({ x: event.clientX, y: event.clientY }, { wire, wayPoint: place }),
        );
      }}
      {...dragging}
    />
  );
}
