import { create } from 'zustand';
import { type Document, emptyDocument } from '../../src/pipeline/document.ts';
import { emptyHistory, type History } from '../../src/pipeline/history.ts';

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
  /** The name of the folder that the file lies in. */
  readonly folder: string | null;
  /** Its name in the workspace, under which unsaved work is kept too. Each document that is opened has its own. */
  readonly key: string;
};

/** Where a document is bound to when it was opened or saved. */
export type FileOf = { readonly ticket: FileTicket; readonly fileName: string; readonly folder: string };

export type Workspace = {
  /** All that are open, by their keys: one at least, which is empty as long as nothing was opened. */
  readonly documents: Readonly<Record<string, OpenDocument>>;
  /** Their keys as their tabs stand. */
  readonly order: readonly string[];
  /** The one that is worked on. */
  readonly active: string;
  /** What was closed, the last one last, as it stood and where its tab was. */
  readonly closed: readonly { readonly open: OpenDocument; readonly at: number }[];
};

/** Further back nobody looks for what was closed. */
const CLOSED_KEPT = 10;

const fresh = (document: Document): OpenDocument => ({
  document,
  history: emptyHistory,
  saved: document,
  ticket: null,
  fileName: null,
  folder: null,
  key: crypto.randomUUID(),
});

function workspaceOf(open: OpenDocument): Workspace {
  return { documents: { [open.key]: open }, order: [open.key], active: open.key, closed: [] };
}

/** Every open document, each with its own file and its own history. Edits go to one of them, named by its key. */
export const useWorkspace = create<Workspace>(() => workspaceOf(fresh(emptyDocument())));

export function activeOf({ documents, active }: Workspace): OpenDocument {
  const open = documents[active];
  if (!open) throw new Error(`No document ${active} is open.`);
  return open;
}

/** The document that is bound to a file; no two are. */
export const boundTo = ({ documents }: Workspace, ticket: FileTicket): OpenDocument | undefined =>
  Object.values(documents).find((it) => it.ticket === ticket);

/** Whether nobody would miss it: empty, in no file, and never touched. */
export const isUntouched = ({ document, history, saved, ticket }: OpenDocument): boolean =>
  ticket === null &&
  saved === document &&
  history.past.length + history.future.length === 0 &&
  [document.nodes, document.notes, document.frames].every((it) => Object.keys(it).length === 0);

/** Changes one document, wherever its tab stands; a document that was closed meanwhile stays closed. */
export function changeOpen(key: string, change: (open: OpenDocument) => Partial<OpenDocument>): void {
  useWorkspace.setState((now) => {
    const open = now.documents[key];
    return open ? { documents: { ...now.documents, [key]: { ...open, ...change(open), key } } } : now;
  });
}

/** Binds a document to a file. What was closed of that file before is older than what lies in it now. */
export function bindTo(key: string, { ticket, fileName, folder }: FileOf, saved: Document): void {
  changeOpen(key, () => ({ ticket, fileName, folder, saved }));
  forgetClosed(ticket);
}

/** Puts a document into a tab of its own, beside the active one, and makes it the active one. */
export function addDocument(document: Document, from: Partial<OpenDocument> = {}): void {
  const open: OpenDocument = { ...fresh(document), ...from, document, history: emptyHistory };
  useWorkspace.setState(({ documents, order, active }) => ({
    documents: { ...documents, [open.key]: open },
    order: order.toSpliced(order.indexOf(active) + 1, 0, open.key),
    active: open.key,
  }));
  if (open.ticket !== null) forgetClosed(open.ticket);
}

/** Puts another document in the place of one, with a history of its own; returns its key. */
export function putInPlace(of: string, document: Document, from: Partial<OpenDocument> = {}): string {
  const open: OpenDocument = { ...fresh(document), ...from, document, history: emptyHistory };
  useWorkspace.setState(({ documents: { [of]: _, ...others }, order, active }) => ({
    documents: { ...others, [open.key]: open },
    order: order.map((it) => (it === of ? open.key : it)),
    active: active === of ? open.key : active,
  }));
  if (open.ticket !== null) forgetClosed(open.ticket);
  return open.key;
}

export function activate(key: string): void {
  if (useWorkspace.getState().documents[key]) useWorkspace.setState({ active: key });
}

/** Closes a document. Of the last one an empty one takes the place. */
export function removeDocument(key: string): void {
  useWorkspace.setState((now) => {
    const { documents, order, active, closed } = now;
    const { [key]: open, ...others } = documents;
    if (!open) return now;
    const at = order.indexOf(key);
    const rest = order.filter((it) => it !== key);
    const beside = rest[Math.min(at, rest.length - 1)];
    const remembered = isUntouched(open) ? closed : [...closed, { open, at }].slice(-CLOSED_KEPT);
    if (beside === undefined) return { ...workspaceOf(fresh(emptyDocument())), closed: remembered };
    return {
      documents: others,
      order: rest,
      active: active === key ? beside : active,
      closed: remembered,
    };
  });
}

/** Opens what was closed last, as it stood then and where its tab was. */
export function restoreClosed(): void {
  useWorkspace.setState((now) => {
    const { documents, order, closed } = now;
    const last = closed.at(-1);
    if (!last) return now;
    const { open, at } = last;
    const alone = order.length === 1 && isUntouched(activeOf(now));
    return {
      documents: { ...(alone ? {} : documents), [open.key]: open },
      order: alone ? [open.key] : order.toSpliced(Math.min(at, order.length), 0, open.key),
      active: open.key,
      closed: closed.slice(0, -1),
    };
  });
}

/** Moves a tab to a place among the others, counted without it. */
export function moveDocument(key: string, to: number): void {
  useWorkspace.setState((now) => {
    const { order } = now;
    if (!order.includes(key)) return now;
    const next = order.filter((it) => it !== key).toSpliced(Math.max(0, to), 0, key);
    return next.every((it, at) => it === order[at]) ? now : { order: next };
  });
}

function forgetClosed(ticket: FileTicket): void {
  useWorkspace.setState((now) => {
    const others = now.closed.filter(({ open }) => open.ticket !== ticket);
    return others.length === now.closed.length ? now : { closed: others };
  });
}
