import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { arrangeNodes } from '../../../renderer/canvas/arrange-nodes.ts';
import { copyChosen, deleteSelected, moveTo, nudgeSelected } from '../../../renderer/canvas/canvas-edits.ts';
import { fragmentText, pasteCentred, readFragment } from '../../../renderer/canvas/fragment-text.ts';
import {
  addNoteAt,
  growNote,
  noteTitle,
  resizeNote,
  setNoteText,
  writeNote,
} from '../../../renderer/canvas/note-edits.ts';
import { edit, replaceDocument, undoEdit, useDocument } from '../../../renderer/stores/document.ts';
import { select, useView } from '../../../renderer/stores/view.ts';
import { addFrame } from '../../../src/pipeline/edits.ts';
import { compile } from '../../../src/runtime/compile/compile.ts';
import { drawing, starter } from './drawing.ts';

const now = () => useDocument.getState().document;
const steps = () => useDocument.getState().history.past.map((it) => it.label);
const EMPTY: ReadonlySet<string> = new Set();

afterEach(() => void vi.unstubAllGlobals());
beforeEach(() => {
  replaceDocument(drawing({ a: 'data.mnist', b: 'data.split' }));
  useView.setState({ writing: null });
  select([]);
});

describe('a note', () => {
  test('is put where it covers nothing, selected and asked for its text, as one step', () => {
    addNoteAt({ x: 100, y: 60 });
    const { note } = now().notes;
    expect(note && note.position.y >= 100).toBe(true);
    expect([...useView.getState().notes]).toEqual(['note']);
    expect(useView.getState().writing).toBe('note');
    undoEdit();
    expect(now().notes).toEqual({});
  });

  test('is written in one step, growth included, and the next writing is another', () => {
    addNoteAt({ x: 0, y: 400 });
    for (const text of ['W', 'Wh', 'Why']) setNoteText('note', text);
    growNote('note', 333);
    expect(now().notes.note).toMatchObject({ text: 'Why', height: 340 });
    growNote('note', 20);
    expect(now().notes.note?.height).toBe(340);
    useView.setState({ writing: null });
    writeNote('note');
    setNoteText('note', 'Why not');
    expect(steps()).toEqual(['Add note', 'Write note', 'Write note']);
    undoEdit();
    expect(now().notes.note?.text).toBe('Why');
    undoEdit();
    expect(now().notes.note).toMatchObject({ text: '', height: 120 });
  });

  test('is moved, copied and deleted with the nodes that are selected beside it', () => {
    addNoteAt({ x: 0, y: 400 });
    const { position } = now().notes.note ?? { position: { x: 0, y: 0 } };
    select(['a'], [], ['note']);
    nudgeSelected({ x: 20, y: 0 });
    expect(now().notes.note?.position.x).toBe(position.x + 20);
    expect(now().nodes.a?.position.x).toBe(20);
    moveTo({ nodes: {}, notes: { note: { x: 7, y: 8 } } });
    expect(steps().at(-1)).toBe('Move 1 note');
    copyChosen({ nodes: new Set(['a']), notes: new Set(['note']) }, { x: 40, y: 40 });
    expect(now().notes['note-2']?.position).toEqual({ x: 47, y: 48 });
    expect([...useView.getState().notes]).toEqual(['note-2']);
    expect(steps().at(-1)).toBe('Duplicate MNIST and 1 note');
    deleteSelected();
    expect(Object.keys(now().notes)).toEqual(['note']);
    expect(now().nodes['mnist-2'] ?? now().nodes['a-2']).toBeUndefined();
  });

  test('goes through the clipboard by itself', () => {
    addNoteAt({ x: 0, y: 400 });
    setNoteText('note', '# Kept');
    const read = readFragment(fragmentText(now(), EMPTY, new Set(['note'])));
    if (!read.ok) throw new Error(read.problem.message);
    const pasted = pasteCentred(now(), read.value, { x: 500, y: 500 }, false);
    expect(pasted.notes).toEqual(['note-2']);
    expect(pasted.document.notes['note-2']).toMatchObject({ text: '# Kept', position: { x: 370, y: 440 } });
  });

  test('stays where it is when the pipeline is arranged, or goes with the frame that it lies in', () => {
    replaceDocument(starter());
    edit('far', (it) => ({ ...it, notes: { out: note(4000, 4000), in: note(20, 1560) } }));
    edit('frame', (it) =>
      addFrame(
        {
          ...it,
          nodes: { ...it.nodes, mnist: { ...it.nodes.mnist, position: { x: 20, y: 1400 } } as never },
        },
        'f',
        { title: 'F', position: { x: 0, y: 1360 }, width: 400, height: 400 },
      ),
    );
    // No window is open, so that nothing is drawn whose next frame could be waited for.
    vi.stubGlobal('requestAnimationFrame', () => 0);
    arrangeNodes();
    const { frames, notes, nodes } = now();
    expect(notes.out).toEqual(note(4000, 4000));
    expect(notes.in?.position).not.toEqual({ x: 20, y: 1560 });
    const { position, width, height } = frames.f ?? { position: { x: 0, y: 0 }, width: 0, height: 0 };
    for (const at of [notes.in?.position, nodes.mnist?.position]) {
      expect(at && at.x > position.x && at.x < position.x + width).toBe(true);
      expect(at && at.y > position.y && at.y < position.y + height).toBe(true);
    }
  });

  test('cannot be made too small, and is called by its first line', () => {
    addNoteAt({ x: 0, y: 400 });
    const { width = 0, height = 0 } = resizeNote(now(), 'note', { x: -900, y: -900 }, true).notes.note ?? {};
    expect(width >= 100 && height >= 60).toBe(true);
    expect(noteTitle(note(0, 0))).toBe('Empty note');
    expect(noteTitle({ ...note(0, 0), text: '\n## **Why** so\nmore' })).toBe('Why so');
  });

  test('changes nothing of the plan', () => {
    const plain = compile(starter());
    const noted = compile({ ...starter(), notes: { n: { ...note(0, 0), text: 'x' } } });
    expect(plain.ok && noted.ok && noted.value.hash === plain.value.hash).toBe(true);
  });
});

const note = (x: number, y: number) => ({ text: '', position: { x, y }, width: 200, height: 100 });
