import type { Document } from '../../src/pipeline/document.ts';
import { useRuns } from './runs.ts';
import { type Look, lookNow, showWorkbench, useView } from './view.ts';
import {
  activate,
  activeOf,
  addDocument,
  isUntouched,
  type OpenDocument,
  putInPlace,
  removeDocument,
  restoreClosed,
  useWorkspace,
} from './workspace.ts';

/*
 * Going from one document to another: what is selected and which run is shown goes with it. All that opens, closes or
 * changes tabs does it here.
 */

/** How the documents are looked at that are not shown now. */
const looks = new Map<string, Look>();

/** What is being typed is handed over, as when its field is left. */
export function endTyping(): void {
  // Tests have no page.
  const field = globalThis.document?.querySelector<HTMLElement>(':is(input, textarea, select):focus');
  field?.blur();
}

/** Leaves the document that is worked on as it is: what is being typed goes into it, and into no other. */
function leave(): void {
  endTyping();
  looks.set(useWorkspace.getState().active, lookNow());
}

function enter(): void {
  const { active } = useWorkspace.getState();
  const look = looks.get(active);
  looks.delete(active);
  useRuns.getState().showCanvas(active);
  showWorkbench(look);
}

/** Shows a document that is open. */
export function showTab(key: string): void {
  const { active, documents } = useWorkspace.getState();
  if (!documents[key]) return;
  leave();
  if (key !== active) activate(key);
  enter();
}

/** Shows a document in a tab of its own, or in the place of an empty one that nobody touched. */
export function openTab(document: Document, from: Partial<OpenDocument> = {}): void {
  const active = activeOf(useWorkspace.getState());
  leave();
  if (isUntouched(active)) {
    putInPlace(active.key, document, from);
    looks.delete(active.key);
  } else addDocument(document, from);
  enter();
}

/** Shows another document where one was, as its file was changed by another program. */
export function replaceTab(key: string, document: Document, from: Partial<OpenDocument>): void {
  leave();
  activate(putInPlace(key, document, from));
  looks.delete(key);
  enter();
}

/** Closes a document without a question; behind the last one there is the gallery. */
export function closeTab(key: string): void {
  const { active, order } = useWorkspace.getState();
  if (key !== active) {
    removeDocument(key);
    return;
  }
  leave();
  removeDocument(key);
  enter();
  if (order.length === 1) useView.setState({ gallery: 'start' });
}

/** Shows what was closed last, as it stood; returns whether there was any. */
export function reopenTab(): boolean {
  if (useWorkspace.getState().closed.length === 0) return false;
  leave();
  restoreClosed();
  enter();
  return true;
}

/** Shows the document so many tabs further on, and from the last one goes on to the first. */
export function goByTabs(steps: number): void {
  const { order, active } = useWorkspace.getState();
  const next = order.at((order.indexOf(active) + steps) % order.length);
  if (next !== undefined && next !== active) showTab(next);
}
