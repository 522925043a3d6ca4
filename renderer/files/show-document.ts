import type { OpenedDocument, Recovery } from '../../electron/contract.ts';
import { type Document, emptyDocument } from '../../src/pipeline/document.ts';
import { upgradeNodes } from '../../src/pipeline/migrate.ts';
import type { Result } from '../../src/pipeline/problem.ts';
import { parseDocument } from '../../src/pipeline/text.ts';
import { definitions } from '../catalogue.ts';
import { announce } from '../design/announcer.tsx';
import { isDirty, type OpenDocument, replaceDocument, shownName, useDocument } from '../stores/document.ts';
import { useRuns } from '../stores/runs.ts';
import { showWorkbench } from '../stores/view.ts';
import { askUnsaved, tellRefused } from './file-question.ts';
import { mayLeave } from './guard.ts';
import { saveDocument } from './save-document.ts';

/** A document out of a file's text, its nodes brought up to date; or the one reason why not. */
export function readDocument(text: string): Result<Document> {
  const parsed = parseDocument(text);
  return parsed.ok ? { ok: true, value: upgradeNodes(parsed.value, definitions).document } : parsed;
}

/** Whether the open document may go: it is saved, or the person gives its changes up. */
const leave = (): Promise<boolean> =>
  mayLeave({
    isDirty: () => isDirty(useDocument.getState()),
    ask: () => askUnsaved(shownName(useDocument.getState())),
    save: () => saveDocument(),
  });

function show(document: Document, from: Partial<OpenDocument> = {}): void {
  replaceDocument(document, from);
  useRuns.getState().detach();
  showWorkbench();
}

/** Reads first, so that nobody is asked to give up work for a file that cannot be opened. */
async function showText(name: string, text: string, from: Partial<OpenDocument> = {}): Promise<boolean> {
  const read = readDocument(text);
  if (!read.ok) {
    tellRefused(name, read.problem);
    return false;
  }
  if (!(await leave())) return false;
  show(read.value, from);
  announce(`Opened ${shownName(useDocument.getState())}`);
  return true;
}

/** A file that main has opened; saving goes back to it. */
export const showOpened = ({ name, text, ticket }: OpenedDocument): Promise<boolean> =>
  showText(name, text, { ticket, fileName: name });

/** A template or a dropped file: a copy without a file, that nobody has changed yet. */
export const showCopy = (name: string, text: string): Promise<boolean> => showText(name, text);

/** Work that was never saved: it is in no file as it stands, and goes on being kept under its own key. */
export const showRecovered = ({ name, ticket, text, key }: Recovery): Promise<boolean> =>
  showText(name, text, { saved: null, ticket, fileName: ticket === null ? null : name, key });

/** An empty canvas. */
export async function showEmpty(): Promise<void> {
  if (await leave()) show(emptyDocument());
}
