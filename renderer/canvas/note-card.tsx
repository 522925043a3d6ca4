import { memo, useEffect, useRef } from 'react';
import { Markdown } from '../inspector/markdown.tsx';
import { edit, useDocument } from '../stores/document.ts';
import { useView } from '../stores/view.ts';
import { useDragGesture } from './drag-gesture.ts';
import './note-card.css';
import { growNote, resizeNote, setNoteText } from './note-edits.ts';
import { surface } from './surface.ts';

/** One note on the canvas: its text as Markdown, or as it is written. */
export const NoteCard = memo(function NoteCard({ id }: { id: string }) {
  const note = useDocument((it) => it.document.notes[id]);
  const writing = useView((it) => it.writing === id);
  const sizing = useDragGesture(
    () => useDocument.getState().document.notes[id],
    ({ at, name }) => {
      edit('Resize note', (it) => resizeNote(it, id, at, useView.getState().snap), name);
    },
  );
  if (!note) return null;
  const { text, width, height } = note;
  return (
    <article className="note" style={{ width, height }} data-writing={writing || undefined}>
      {writing ? (
        <NoteField id={id} text={text} />
      ) : text.trim() === '' ? (
        <p className="note-empty">Double-click or press Enter to write</p>
      ) : (
        <div className="note-text">
          <Markdown text={text} />
        </div>
      )}
      <span className="note-corner nodrag nopan" {...sizing} />
    </article>
  );
});

/** The text goes into the document as it is typed, so that nothing of it can be lost; leaving it is no step of its own. */
function NoteField({ id, text }: { id: string; text: string }) {
  const field = useRef<HTMLTextAreaElement>(null);
  // A note that was just added is hidden until it was measured, and what is hidden takes no focus.
  useEffect(() => focusWhenShown(() => field.current), []);
  const leave = (): void => {
    if (useView.getState().writing === id) useView.setState({ writing: null });
  };
  return (
    <textarea
      ref={field}
      className="note-field nodrag nopan nowheel nokey"
      aria-label="Text of the note"
      placeholder="Markdown: # heading, **strong**, - list, [link](https://…)"
      value={text}
      onChange={(event) => {
        const { value, scrollHeight, clientHeight } = event.currentTarget;
        setNoteText(id, value);
        if (scrollHeight > clientHeight) growNote(id, scrollHeight);
      }}
      onBlur={({ relatedTarget, currentTarget }) => {
        // Another window that comes to the front does not end the writing.
        if (relatedTarget !== null || document.activeElement !== currentTarget) leave();
      }}
      onKeyDown={(event) => {
        // Keys of a text are no keys of the canvas around it.
        event.stopPropagation();
        if (event.key !== 'Escape') return;
        leave();
        surface()?.focusNote(id);
      }}
    />
  );
}

function focusWhenShown(find: () => HTMLTextAreaElement | null, frames = 20): void {
  const field = find();
  if (!field) return;
  field.focus({ preventScroll: true });
  if (document.activeElement === field) field.setSelectionRange(field.value.length, field.value.length);
  else if (frames > 0) requestAnimationFrame(() => focusWhenShown(find, frames - 1));
}
