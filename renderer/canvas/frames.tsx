import type { KeyboardEvent } from 'react';
import type { Frame, Position } from '../../src/pipeline/document.ts';
import { updateFrame } from '../../src/pipeline/edits.ts';
import { RenameField } from '../design/rename-field.tsx';
import { edit, useDocument } from '../stores/document.ts';
import { useView } from '../stores/view.ts';
import { openCanvasMenu } from './canvas-menu.tsx';
import { useDragGesture } from './drag-gesture.ts';
import { BehindNodes } from './flow/behind-nodes.tsx';
import { frameToken } from './frame-colours.ts';
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
  const { title, position, width, height, colour } = frame;
  const token = frameToken(colour);
  const writing = useView((it) => it.renamingFrame === id);
  const begin = () => {
    const { document } = useDocument.getState();
    const at = document.frames[id]?.position;
    return at && { at, held: heldBy(document, id) };
  };
  const moving = useDragGesture(begin, ({ start, at, name }, begun) => {
    const by = snapped({ x: at.x - start.x, y: at.y - start.y }, useView.getState().snap);
    // From where it stands now: what came before in this gesture is done.
    const now = useDocument.getState().document.frames[id]?.position ?? position;
    const step = { x: begun.at.x + by.x - now.x, y: begun.at.y + by.y - now.y };
    if (step.x !== 0 || step.y !== 0)
      edit(`Move ${title}`, (it) => moveFrame(it, id, begun.held, step), name);
  });
  const sizing = useDragGesture(begin, ({ at, name }) => {
    edit(`Resize ${title}`, (it) => resizeFrame(it, id, at, useView.getState().snap), name);
  });
  return (
    <section
      className="frame"
      aria-label={title}
      data-colour={colour}
      style={{
        transform: `translate(${position.x}px, ${position.y}px)`,
        width,
        height,
        ...(token && { ['--frame' as string]: `var(${token})` }),
      }}
      onFocus={() => useView.setState({ heldFrame: id })}
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
          <button
            type="button"
            className="frame-paint"
            title="Colour of the frame"
            aria-label={`Colour of frame ${title}`}
            aria-haspopup="menu"
            onClick={({ currentTarget }) => {
              const { left, bottom } = currentTarget.getBoundingClientRect();
              openCanvasMenu({ x: left, y: bottom + 4 }, { paint: id });
            }}
          />
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
