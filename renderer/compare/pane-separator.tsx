import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import '../app/height-separator.css';
import { PANE_SHARE, setPaneShare, useComparison } from './comparison.ts';

const STEP = 0.05;

/** Divides the table from what is compared below it: dragged, or moved by arrow keys; Home and End go as far as it goes. */
export function PaneSeparator() {
  const share = useComparison((it) => it.paneShare);
  const start = useRef({ y: 0, share: 0, height: 1 });
  const onPointerDown = (event: PointerEvent<HTMLElement>): void => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const height = event.currentTarget.parentElement?.clientHeight ?? innerHeight;
    start.current = { y: event.clientY, share, height };
  };
  const onPointerMove = (event: PointerEvent<HTMLElement>): void => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const { y, share: before, height } = start.current;
    setPaneShare(before + (y - event.clientY) / height);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const to = {
      ArrowUp: share + STEP,
      ArrowDown: share - STEP,
      Home: PANE_SHARE.most,
      End: PANE_SHARE.least,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    setPaneShare(to);
  };
  return (
    <div className="pane-separator">
      {/* biome-ignore lint/a11y/useSemanticElements: a rule between panels cannot be moved; a separator that has the focus can */}
      <div
        className="height-separator"
        role="separator"
        aria-orientation="horizontal"
        aria-label="Height of the comparison"
        aria-valuenow={Math.round(share * 100)}
        aria-valuemin={PANE_SHARE.least * 100}
        aria-valuemax={PANE_SHARE.most * 100}
        tabIndex={0}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onKeyDown={onKeyDown}
      />
    </div>
  );
}
