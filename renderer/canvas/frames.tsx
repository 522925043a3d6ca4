import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import type { Frame, Position } from '../../src/pipeline/document.ts';
import { updateFrame } from '../../src/pipeline/edits.ts';
import { RenameField } from '../design/rename-field.tsx';
import { edit, useDocument } from '../stores/document.ts';
import { useView } from '../stores/view.ts';
import { openCanvasMenu } from './canvas-menu.tsx';
import { BehindNodes } from './flow/behind-nodes.tsx';
import { heldBy, moveFrame, removeFrame, resizeFrame } from './frame-edits.ts';
import './frames.css';
import { GRID, snapped } from './grid.ts';
import { onLettingGo } from './on-letting-go.ts';
import { surface } from './surface.ts';

/** The document's frames: titled rectangles behind the nodes that they hold together. */
export function Frames() {
  const frames = useDocument((it) => it.document.frames);
  return (
    <BehindNodes>
      {Object.entries(frames).map(([id, frame]) => (
        <FrameBox key={id} id={id} frame={frame} />
      ))}
    </BehindNodes>
  );
}

function FrameBox({ id, frame }: { id: string; frame: Frame }) {
  const { title, position, width, height } = frame;
  const writing = useView((it) => it.renamingFrame === id);
  const moving = useDrag((start, at, gesture) => {
    const by = snapped({ x: at.x - start.x, y: at.y - start.y }, useView.getState().snap);
    // From where it stands now: what came before in this gesture is done.
    const now = useDocument.getState().document.frames[id]?.position ?? position;
    const step = { x: gesture.at.x + by.x - now.x, y: gesture.at.y + by.y - now.y };
    if (step.x !== 0 || step.y !== 0)
      edit(`Move ${title}`, (it) => moveFrame(it, id, gesture.held, step), gesture.name);
  }, id);
  const sizing = useDrag((_, at, gesture) => {
    edit(`Resize ${title}`, (it) => resizeFrame(it, id, at, useView.getState().snap), `${gesture.name} size`);
  }, id);
  return (
    <section
      className="frame"
      aria-label={title}
      style={{ transform: `translate(${position.x}px, ${position.y}px)`, width, height }}
    >
      {writing ? (
        <RenameField
          className="frame-title-field nopan"
          label="Title of the frame"
          name={title}
          onDone={(next, by) => {
            if (next) edit('Rename frame', (it) => updateFrame(it, id, { title: next }));
            useView.setState({ renamingFrame: null });
            if (by === 'key') surface()?.focus();
          }}
        />
      ) : (
        <h3 className="frame-head nopan" title={title}>
          <button
            type="button"
            className="frame-title truncate"
            aria-label={`Frame ${title}`}
            onKeyDown={(event) => onFrameKey(event, id, title)}
            onDoubleClick={() => useView.setState({ renamingFrame: id })}
            onContextMenu={(event) => {
              event.preventDefault();
              event.stopPropagation();
              onLettingGo(event, () => openCanvasMenu({ x: event.clientX, y: event.clientY }, { frame: id }));
            }}
            {...moving}
          >
            {title}
          </button>
        </h3>
      )}
      <span className="frame-corner nopan" {...sizing} />
    </section>
  );
}

const ARROWS: Readonly<Record<string, Position>> = {
  ArrowLeft: { x: -GRID, y: 0 },
  ArrowRight: { x: GRID, y: 0 },
  ArrowUp: { x: 0, y: -GRID },
  ArrowDown: { x: 0, y: GRID },
};

/** The keys of a frame that has the focus; they are no keys of the canvas behind it. */
function onFrameKey(event: KeyboardEvent, id: string, title: string): void {
  const arrow = ARROWS[event.key];
  if (arrow) edit(`Move ${title}`, (it) => moveFrame(it, id, heldBy(it, id), arrow), `nudge frame ${id}`);
  else if (event.key === 'Enter' || event.key === 'F2') useView.setState({ renamingFrame: id });
  else if (event.key === 'Backspace' || event.key === 'Delete') {
    removeFrame(id);
    surface()?.focus();
  } else return;
  event.preventDefault();
  event.stopPropagation();
}

type Gesture = {
  /** Of all edits of this drag, which are one step of the history. */
  readonly name: string;
  /** Where the frame was when it was taken hold of, and what it held. */
  readonly at: Position;
  readonly held: ReturnType<typeof heldBy>;
};

let drags = 0;

/** Follows the pointer from pressing to letting go; `start` and `at` are points of the canvas. */
function useDrag(onMove: (start: Position, at: Position, gesture: Gesture) => void, id: string) {
  const drag = useRef<{ readonly start: Position; readonly gesture: Gesture } | null>(null);
  const pointOf = ({ clientX: x, clientY: y }: PointerEvent): Position | undefined =>
    surface()?.toCanvas({ x, y });
  return {
    onPointerDown: (event: PointerEvent<HTMLElement>): void => {
      const start = pointOf(event);
      const { document } = useDocument.getState();
      const frame = document.frames[id];
      if (event.button !== 0 || !start || !frame) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      drags += 1;
      const name = `drag ${drags} of frame ${id}`;
      drag.current = { start, gesture: { name, at: frame.position, held: heldBy(document, id) } };
    },
    onPointerMove: (event: PointerEvent): void => {
      const at = pointOf(event);
      if (drag.current && at) onMove(drag.current.start, at, drag.current.gesture);
    },
    onPointerUp: (): void => {
      drag.current = null;
    },
    onPointerCancel: (): void => {
      drag.current = null;
    },
  };
}
