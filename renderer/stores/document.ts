import { create } from 'zustand';
import { type CheckedGraph, check } from '../../src/pipeline/check.ts';
import { diff, isEmpty } from '../../src/pipeline/diff.ts';
import { type Document, emptyDocument } from '../../src/pipeline/document.ts';
import { emptyHistory, type History, record, redo, travel, undo } from '../../src/pipeline/history.ts';
import { ProblemError } from '../../src/pipeline/problem.ts';
import { definitions } from '../catalogue.ts';
import { showToast } from '../design/toast.tsx';

/** The file that a document came from or was saved to; main alone knows where it lies. */
export type FileTicket = string;

export type OpenDocument = {
  readonly document: Document;
  readonly history: History;
  /** As it lies in its file; null for work that was recovered and is in no file as it stands. */
  readonly saved: Document | null;
  readonly ticket: FileTicket | null;
  /** Of the file; the document's title stands in while there is none. */
  readonly fileName: string | null;
  /** Under which unsaved work is kept. Each document that is opened has its own. */
  readonly key: string;
};

const fresh = (document: Document): OpenDocument => ({
  document,
  history: emptyHistory,
  saved: document,
  ticket: null,
  fileName: null,
  key: crypto.randomUUID(),
});

/** What is being edited. Everything else about the pipeline (types, problems, cards) is derived from it. */
export const useDocument = create<OpenDocument>(() => fresh(emptyDocument()));

/** Puts another document in place of the one that is open, with a history of its own. */
export function replaceDocument(document: Document, from: Partial<OpenDocument> = {}): void {
  useDocument.setState({ ...fresh(document), ...from, document, history: emptyHistory }, true);
}

/** The document was written to a file as it stood when `saved` was handed out. */
export function markSaved(saved: Document, ticket: FileTicket, fileName: string): void {
  useDocument.setState({ saved, ticket, fileName });
}

/**
 * One gesture: a pure edit makes the next document and its difference goes on the undo stack under `label`.
 * Edits that share a `gesture` one after the other are one step. An edit that is refused changes nothing and
 * says why.
 *
 * @returns whether the document changed
 */
export function edit(label: string, change: (document: Document) => Document, gesture?: string): boolean {
  const { document, history } = useDocument.getState();
  try {
    const next = change(document);
    if (next === document) return false;
    const difference = diff(document, next);
    if (isEmpty(difference)) return false;
    useDocument.setState({ document: next, history: record(history, label, difference, gesture) });
    return true;
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    showToast({ tone: 'problem', text: error.problem.message, more: error.problem.fix });
    return false;
  }
}

export function undoEdit(): string | undefined {
  return travelTo(undo);
}

export function redoEdit(): string | undefined {
  return travelTo(redo);
}

/** Goes to the state after so many steps of past and future together, as a list of them is clicked. */
export function goInHistory(steps: number): void {
  const { document, history } = useDocument.getState();
  useDocument.setState(travel(history, document, steps));
}

function travelTo(step: typeof undo): string | undefined {
  const { document, history } = useDocument.getState();
  const to = step(history, document);
  if (to === undefined) return undefined;
  useDocument.setState({ document: to.document, history: to.history });
  return to.label;
}

/** Remembers one answer a document, as documents are never changed in place. */
function derived<T>(make: (document: Document) => T): (document: Document) => T {
  const known = new WeakMap<Document, T>();
  return (document) => {
    const before = known.get(document);
    if (before !== undefined) return before;
    const value = make(document);
    known.set(document, value);
    return value;
  };
}

/** The check of the newest nodes and wires: an edit of frames, notes or the title leaves both as they are. */
let newest: CheckedGraph | null = null;

/** Types and problems of a document, computed once for each. */
export const checkedGraph: (document: Document) => CheckedGraph = derived((document) => {
  if (newest && newest.document.nodes === document.nodes && newest.document.wires === document.wires) {
    const { nodes, wires } = newest.effective;
    return { ...newest, document, effective: { ...document, nodes, wires } };
  }
  newest = check(document, definitions);
  return newest;
});

const differences = new WeakMap<Document, WeakMap<Document, boolean>>();

/** Whether closing would lose work. A change that is undone by hand or by Undo leaves nothing to save. */
export function isDirty({ document, saved }: Pick<OpenDocument, 'document' | 'saved'>): boolean {
  if (saved === null) return true;
  if (saved === document) return false;
  const known = differences.get(saved) ?? new WeakMap<Document, boolean>();
  differences.set(saved, known);
  const dirty = known.get(document) ?? !isEmpty(diff(saved, document));
  known.set(document, dirty);
  return dirty;
}

/** What the window, the top bar and the save dialog call the document. */
export const shownName = ({ fileName, document }: Pick<OpenDocument, 'fileName' | 'document'>): string =>
  fileName?.replace(/\.json$/i, '') ?? (document.title.trim() || 'Untitled');
