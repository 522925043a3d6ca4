import { apply, type DocumentDiff, isEmpty, reverse, squash } from './diff.ts';
import type { Document } from './document.ts';

/** One step that the person can name. */
export type HistoryEntry = {
  readonly label: string;
  readonly change: DocumentDiff;
  /** Changes of one gesture (a drag, typing in one field) become one entry. */
  readonly gesture?: string;
};

/** Undo of one document. `past` ends with the newest step, `future` begins with the next one to redo. */
export type History = { readonly past: readonly HistoryEntry[]; readonly future: readonly HistoryEntry[] };

export const HISTORY_LIMIT = 500;

export const emptyHistory: History = { past: [], future: [] };

/** Remembers a change that was just made. What was undone before it can no longer be redone. */
export function record(history: History, label: string, change: DocumentDiff, gesture?: string): History {
  if (isEmpty(change)) return history;
  const last = history.past.at(-1);
  if (gesture !== undefined && last?.gesture === gesture && history.future.length === 0) {
    const whole = squash(last.change, change);
    const before = history.past.slice(0, -1);
    return { past: isEmpty(whole) ? before : [...before, { label, change: whole, gesture }], future: [] };
  }
  const entry: HistoryEntry = gesture === undefined ? { label, change } : { label, change, gesture };
  return { past: [...history.past, entry].slice(-HISTORY_LIMIT), future: [] };
}

export type Travelled = { readonly history: History; readonly document: Document; readonly label: string };

/** One step back; undefined where there is none. */
export function undo({ past, future }: History, document: Document): Travelled | undefined {
  const entry = past.at(-1);
  if (entry === undefined) return undefined;
  return {
    history: { past: past.slice(0, -1), future: [ended(entry), ...future] },
    document: apply(reverse(entry.change), document),
    label: entry.label,
  };
}

/** One step forward again; undefined where there is none. */
export function redo({ past, future }: History, document: Document): Travelled | undefined {
  const [entry, ...rest] = future;
  if (entry === undefined) return undefined;
  return {
    history: { past: [...past, entry], future: rest },
    document: apply(entry.change, document),
    label: entry.label,
  };
}

/** Walks to the state after `steps` entries of past and future taken together, as a list of them is clicked. */
export function travel(
  history: History,
  document: Document,
  steps: number,
): { history: History; document: Document } {
  let at = { history, document };
  for (let next = step(at, steps); next !== undefined; next = step(at, steps)) at = next;
  return at;
}

function step(at: { history: History; document: Document }, steps: number): Travelled | undefined {
  const count = at.history.past.length;
  if (count === steps) return undefined;
  return count > steps ? undo(at.history, at.document) : redo(at.history, at.document);
}

/** A gesture is over once it was undone: what follows must not melt into it. */
const ended = ({ label, change }: HistoryEntry): HistoryEntry => ({ label, change });
