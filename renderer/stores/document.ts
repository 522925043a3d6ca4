import { type CheckedGraph, check } from '../../src/pipeline/check.ts';
import { diff, isEmpty } from '../../src/pipeline/diff.ts';
import type { Document } from '../../src/pipeline/document.ts';
import { record, redo, travel, undo } from '../../src/pipeline/history.ts';
import { ProblemError } from '../../src/pipeline/problem.ts';
import { definitions } from '../catalogue.ts';
import { showToast } from '../design/toast.tsx';
import { activeOf, changeOpen, type OpenDocument, putInPlace, useWorkspace } from './workspace.ts';

/** The document that is worked on. Everything else about the pipeline (types, problems, cards) is derived from it. */
const useActive = <T>(selector: (open: OpenDocument) => T): T => useWorkspace((it) => selector(activeOf(it)));

export const useDocument = Object.assign(useActive, {
  getState: (): OpenDocument => activeOf(useWorkspace.getState()),
});

/** Puts another document in the place of the one that is worked on, with a history of its own. */
export function replaceDocument(document: Document, from: Partial<OpenDocument> = {}): void {
  putInPlace(useWorkspace.getState().active, document, from);
}

/**
 * One gesture: a pure edit makes the next document and its difference goes on the undo stack under `label`.
 * Edits that share a `gesture` one after the other are one step. An edit that is refused changes nothing and
 * says why.
 *
 * @returns whether the document changed
 */
export function edit(label: string, change: (document: Document) => Document, gesture?: string): boolean {
  const { document, history, key } = useDocument.getState();
  try {
    const next = change(document);
    if (next === document) return false;
    const difference = diff(document, next);
    if (isEmpty(difference)) return false;
    changeOpen(key, () => ({ document: next, history: record(history, label, difference, gesture) }));
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
  changeOpen(useWorkspace.getState().active, ({ document, history }) => travel(history, document, steps));
}

function travelTo(step: typeof undo): string | undefined {
  const { document, history, key } = useDocument.getState();
  const to = step(history, document);
  if (to === undefined) return undefined;
  changeOpen(key, () => ({ document: to.document, history: to.history }));
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
  const same = (['nodes', 'wires', 'subgraphs'] as const).every(
    (it) => newest?.document[it] === document[it],
  );
  if (newest && same) {
    const { nodes, wires } = newest.effective;
    return {
      ...newest,
      document,
      effective: { ...document, nodes, wires, subgraphs: newest.effective.subgraphs },
    };
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
