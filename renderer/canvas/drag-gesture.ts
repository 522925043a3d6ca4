import { type PointerEvent, useRef } from 'react';
import type { Position } from '../../src/pipeline/document.ts';
import { surface } from './surface.ts';

let drags = 0;

/**
 * Follows the pointer from pressing to letting go, for things that React Flow does not drag.
 *
 * @param begin what the drag must remember of how it began; undefined where nothing is to be dragged
 * @param onMove `start` and `at` are points of the canvas; `name` is of this drag alone, for its one step of the history
 */
export function useDragGesture<T>(
  begin: () => T | undefined,
  onMove: (at: { readonly start: Position; readonly at: Position; readonly name: string }, begun: T) => void,
) {
  const drag = useRef<{ readonly start: Position; readonly name: string; readonly begun: T } | null>(null);
  const pointOf = ({ clientX: x, clientY: y }: PointerEvent): Position | undefined =>
    surface()?.toCanvas({ x, y });
  const end = (): void => {
    drag.current = null;
  };
  return {
    onPointerDown: (event: PointerEvent<Element>): void => {
      const start = pointOf(event);
      const begun = event.button === 0 ? begin() : undefined;
      if (!start || begun === undefined) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      drags += 1;
      drag.current = { start, name: `drag ${drags}`, begun };
    },
    onPointerMove: (event: PointerEvent): void => {
      const at = pointOf(event);
      const { current } = drag;
      if (current && at) onMove({ start: current.start, at, name: current.name }, current.begun);
    },
    onPointerUp: end,
    onPointerCancel: end,
  };
}
