import type { Document, Note, Position } from '../../src/pipeline/document.ts';
import { addNote, newId, updateNote } from '../../src/pipeline/edits.ts';
import { edit, useDocument } from '../stores/document.ts';
import { select, useView } from '../stores/view.ts';
import { type Area, areaOf, sizeTo } from './areas.ts';
import { drawnAreas } from './drawn-areas.ts';
import { GRID, snapped } from './grid.ts';
import { freePlace } from './place-node.ts';
import { surface } from './surface.ts';

/** A new note; and what can still be taken hold of and read. */
const NEW = { width: 13 * GRID, height: 6 * GRID };
const LEAST = { width: 6 * GRID, height: 3 * GRID };

export const noteAreas = ({ notes }: Document): Readonly<Record<string, Area>> =>
  Object.fromEntries(Object.entries(notes).map(([id, it]) => [id, areaOf(it)]));

/** What a note is called where its text has no room: its first line, without the marks of Markdown. */
export function noteTitle(note: Note | undefined): string {
  const line = note?.text.split('\n').find((it) => it.trim() !== '') ?? '';
  const plain = line
    .replace(/^[\s#>*-]+/, '')
    .replaceAll(/[*`]/g, '')
    .trim();
  if (plain === '') return 'Empty note';
  return plain.length > 60 ? `${plain.slice(0, 59)}…` : plain;
}

/** Puts a note near a point of the canvas, where it covers nothing, and asks for its text. */
export function addNoteAt(at: Position): void {
  const { document } = useDocument.getState();
  const wish = snapped({ x: at.x - NEW.width / 2, y: at.y - NEW.height / 2 }, useView.getState().snap);
  const taken = [...Object.values(drawnAreas(document)), ...Object.values(noteAreas(document))];
  const position = freePlace(wish, NEW, taken);
  const id = newId(document.notes, 'note');
  if (!edit('Add note', (it) => addNote(it, id, { text: '', position, ...NEW }))) return;
  select([], [], [id]);
  surface()?.revealArea({ ...position, ...NEW });
  writeNote(id);
}

/** The same, near a point of the window. */
export function addNoteUnder(at: Position): void {
  const canvas = surface()?.toCanvas(at);
  if (canvas) addNoteAt(canvas);
}

/** The same, in the middle of what is in view. */
export function addNoteInView(): void {
  const view = surface()?.visible();
  if (view) addNoteAt({ x: view.x + view.width / 2, y: view.y + view.height / 2 });
}

let written = 0;

/** Opens a note to be written; all that is typed until it is left is one step of the history. */
export function writeNote(id: string): void {
  if (useView.getState().writing === id) return;
  written += 1;
  useView.setState({ writing: id });
}

export function setNoteText(id: string, text: string): void {
  edit(
    'Write note',
    (it) => (it.notes[id]?.text === text ? it : updateNote(it, id, { text })),
    writingGesture(),
  );
}

const writingGesture = (): string => `write note ${written}`;

/** Grows a note to what its text needs, as a part of the writing; it never shrinks by itself. */
export function growNote(id: string, needed: number): void {
  const height = Math.ceil(needed / GRID) * GRID;
  edit(
    'Write note',
    (it) => ((it.notes[id]?.height ?? height) < height ? updateNote(it, id, { height }) : it),
    writingGesture(),
  );
}

/** Gives a note another lower right corner. */
export function resizeNote(document: Document, id: string, corner: Position, snap: boolean): Document {
  const note = document.notes[id];
  if (!note) return document;
  return updateNote(document, id, sizeTo(note, snapped(corner, snap), LEAST));
}
