import { useDocument } from '../stores/document.ts';
import { useView } from '../stores/view.ts';
import { DocumentPanel } from './document-panel.tsx';
import './inspector.css';
import { ManyPanel } from './many-panel.tsx';
import { NodePanel } from './node-panel.tsx';
import { NotePanel } from './note-panel.tsx';
import { WirePanel } from './wire-panel.tsx';

/** What is selected, in full; the whole pipeline where nothing is. */
export function Inspector() {
  const nodes = useView((it) => it.nodes);
  const wires = useView((it) => it.wires);
  const chosenNotes = useView((it) => it.notes);
  const document = useDocument((it) => it.document);
  // What is selected may have gone since, as by Undo.
  const here = [...nodes].filter((id) => document.nodes[id] !== undefined);
  const notes = [...chosenNotes].filter((id) => document.notes[id] !== undefined);
  const [node] = here;
  const [note] = notes;
  const [wire] = [...wires].filter((id) => document.wires[id] !== undefined);
  return (
    <div className="inspector">
      {here.length + notes.length > 1 ? (
        <ManyPanel nodes={here} notes={notes} />
      ) : node !== undefined ? (
        // Another node is another form: nothing that was typed into one may end in another.
        <NodePanel key={node} node={node} />
      ) : note !== undefined ? (
        <NotePanel note={note} />
      ) : wire !== undefined ? (
        <WirePanel wire={wire} />
      ) : (
        <DocumentPanel />
      )}
    </div>
  );
}
