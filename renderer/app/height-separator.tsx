import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { RUNS_HEIGHT, setRunsHeight, useView } from '../stores/view.ts';
import './height-separator.css';

const STEP = 24;

/** Divides the canvas from the runs below it: dragged, or moved by arrow keys; Home and End go as far as it goes. */
export function HeightSeparator() {
  const height = useView((it) => it.runsHeight);
  const start = useRef({ y: 0, height: 0 });
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    start.current = { y: event.clientY, height };
  };
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    if (event.currentTarget.hasPointerCapture(event.pointerId))
      setRunsHeight(start.current.height + start.current.y - event.clientY);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const to = {
      ArrowUp: height + STEP,
      ArrowDown: height - STEP,
      Home: RUNS_HEIGHT.most,
      End: RUNS_HEIGHT.least,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    setRunsHeight(to);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule between panels cannot be moved; a separator that has the focus can
    <div
      className="height-separator"
      role="separator"
      aria-orientation="horizontal"
      aria-label="Height of the runs panel"
      aria-valuenow={height}
      aria-valuemin={RUNS_HEIGHT.least}
      aria-valuemax={RUNS_HEIGHT.most}
      tabIndex={0}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onKeyDown={onKeyDown}
    />
  );
}
