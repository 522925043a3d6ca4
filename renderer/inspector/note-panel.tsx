import { canvasCommands } from '../canvas/canvas-commands.ts';
import { writeNote } from '../canvas/note-edits.ts';
import { Button } from '../design/button.tsx';
import { useDocument } from '../stores/document.ts';
import { Markdown } from './markdown.tsx';

/** One note: its text, of which a small card shows only the beginning, and what can be done with it. */
export function NotePanel({ note: id }: { note: string }) {
  const text = useDocument((it) => it.document.notes[id]?.text ?? '');
  return (
    <>
      <h2 className="inspector-title">Note</h2>
      <section className="inspector-section" aria-label="Actions">
        <div className="inspector-actions">
          <Button size="small" icon="pencil" onClick={() => writeNote(id)}>
            Write
          </Button>
          <Button size="small" icon="duplicate" onClick={canvasCommands.duplicate}>
            Duplicate
          </Button>
          <Button size="small" icon="trash" onClick={canvasCommands.delete}>
            Delete
          </Button>
        </div>
      </section>
      <section className="inspector-section" aria-label="Text">
        {text.trim() === '' ? (
          <p className="inspector-note">Nothing is written here yet.</p>
        ) : (
          <Markdown text={text} />
        )}
      </section>
    </>
  );
}
