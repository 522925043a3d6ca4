import type { OpenedDocument, Recovery } from '../../electron/contract.ts';
import { diff, isEmpty } from '../../src/pipeline/diff.ts';
import { type Document, emptyDocument } from '../../src/pipeline/document.ts';
import { upgradeNodes } from '../../src/pipeline/migrate.ts';
import type { Result } from '../../src/pipeline/problem.ts';
import { parseDocument } from '../../src/pipeline/text.ts';
import { definitions } from '../catalogue.ts';
import { announce } from '../design/announcer.tsx';
import { isDirty, shownName, useDocument } from '../stores/document.ts';
import { openTab, replaceTab, showTab } from '../stores/tabs.ts';
import { boundTo, type OpenDocument, useWorkspace } from '../stores/workspace.ts';
import { tellRefused } from './file-question.ts';

/** A document out of a file's text, its nodes brought up to date; or the one reason why not. */
export function readDocument(text: string): Result<Document> {
  const parsed = parseDocument(text);
  return parsed.ok ? { ok: true, value: upgradeNodes(parsed.value, definitions).document } : parsed;
}

/** Reads the text and shows it, in a tab of its own or as `place` says; says why where it cannot be read. */
function showText(
  name: string,
  text: string,
  from: Partial<OpenDocument> = {},
  place: (document: Document, from: Partial<OpenDocument>) => void = openTab,
): boolean {
  const read = readDocument(text);
  if (!read.ok) {
    tellRefused(name, read.problem);
    return false;
  }
  place(read.value, from);
  announce(`Opened ${shownName(useDocument.getState())}`);
  return true;
}

const openWith = (ticket: string | null): OpenDocument | undefined =>
  ticket === null ? undefined : boundTo(useWorkspace.getState(), ticket);

/** Whether a file's text is another document than this, however it is written. */
function saysOther(text: string, document: Document): boolean {
  const read = readDocument(text);
  return !read.ok || !isEmpty(diff(document, read.value));
}

/**
 * A file that main has opened; saving goes back to it. One that is open already is gone to, and shows what another program
 * wrote there since, unless it has changes of its own.
 */
export function showOpened({ name, folder, text, ticket }: OpenedDocument): boolean {
  const from = { ticket, fileName: name, folder };
  const there = openWith(ticket);
  if (!there) return showText(name, text, from);
  if (!isDirty(there) && saysOther(text, there.document))
    return showText(name, text, from, (document, more) => replaceTab(there.key, document, more));
  showTab(there.key);
  announce(`${name} is open already`);
  return true;
}

/** A template or a dropped file: a copy without a file, that nobody has changed yet. */
export const showCopy = (name: string, text: string): boolean => showText(name, text);

/**
 * Work that was never saved: it is in no file as it stands, and goes on being kept under its own key. Where its file was
 * opened meanwhile, it takes the place of that, or goes on without a file if that was changed too.
 */
export function showRecovered({ name, ticket, folder, text, key }: Recovery): boolean {
  if (useWorkspace.getState().documents[key]) {
    showTab(key);
    return true;
  }
  const there = openWith(ticket);
  const free = there === undefined || !isDirty(there);
  const from = {
    ...{ saved: null, key },
    ...(free && ticket !== null && { ticket, fileName: name, folder }),
  };
  return showText(name, text, from, (document, more) =>
    there && free ? replaceTab(there.key, document, more) : openTab(document, more),
  );
}

/** An empty canvas, in a tab of its own. */
export const showEmpty = (): void => openTab(emptyDocument());
