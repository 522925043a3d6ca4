import { endDragged, useDraggedKind } from '../canvas/dragged-kind.ts';
import { addNoteInView } from '../canvas/note-edits.ts';
import { MarkedLine } from '../design/marked-line.tsx';
import { noteWords } from './sought-as-note.ts';

/** A note: dragged onto the canvas, or pressed to add it to what is in view. */
export function NoteItem() {
  return (
    <button
      type="button"
      className="palette-item"
      data-type="note"
      data-stop
      style={{ ['--category' as string]: 'var(--frame-amber)' }}
      draggable
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = 'copy';
        event.dataTransfer.setData('text/plain', noteWords.title);
        useDraggedKind.setState({ kind: 'note' });
      }}
      onDragEnd={endDragged}
      onClick={addNoteInView}
    >
      <MarkedLine icon="note" title={noteWords.title} detail={noteWords.detail} />
    </button>
  );
}
