import { formatDocument } from '../../src/pipeline/text.ts';
import { bridge, unwrap } from '../bridge.ts';
import { announce } from '../design/announcer.tsx';
import { dismissToast, showToast } from '../design/toast.tsx';
import { problemOf } from '../problem-of.ts';
import { isDirty, shownName } from '../stores/document.ts';
import { showTab } from '../stores/tabs.ts';
import { bindTo, useWorkspace } from '../stores/workspace.ts';
import type { SaveOutcome } from './guard.ts';

/** By document, the save that goes on. */
const underWay = new Map<string, Promise<SaveOutcome>>();

/** The message of each document's last save that failed; a save that succeeds takes it away. */
const failures = new Map<string, number>();

/**
 * Writes an open document to its file, or where the person says. It is saved only once main has read it back; what is drawn
 * meanwhile stays unsaved, and another document that is shown meanwhile is another one.
 *
 * @param as asks for a place even where it has a file
 * @param key of the document: the one that is worked on, if it is not given
 */
export async function saveDocument(as = false, key = useWorkspace.getState().active): Promise<SaveOutcome> {
  const turn = writeAfter(underWay.get(key), as, key);
  underWay.set(key, turn);
  try {
    return await turn;
  } finally {
    if (underWay.get(key) === turn) underWay.delete(key);
  }
}

/** A second press waits for the first: by then it is known which file that made. */
async function writeAfter(
  before: Promise<SaveOutcome> | undefined,
  as: boolean,
  key: string,
): Promise<SaveOutcome> {
  const outcome = before === undefined ? 'saved' : await before;
  return as || outcome === 'saved' ? write(as, key) : outcome;
}

async function write(as: boolean, key: string): Promise<SaveOutcome> {
  const open = useWorkspace.getState().documents[key];
  if (!open) return 'cancelled';
  const { document, ticket } = open;
  try {
    const name = shownName(open).slice(0, 255);
    const request = { ticket, as, name, text: formatDocument(document) };
    const saved = await unwrap(bridge().call['document.save'](request));
    if (saved === null) return 'cancelled';
    bindTo(key, { ticket: saved.ticket, fileName: saved.name, folder: saved.folder }, document);
    const failure = failures.get(key);
    if (failure !== undefined) dismissToast(failure);
    announce(`Saved as ${saved.name}`);
    return 'saved';
  } catch (error) {
    const { message, fix } = problemOf(error);
    const told = showToast({
      tone: 'problem',
      text: `Not saved. ${message}`,
      more: fix,
      action: { label: 'Save as…', onChoose: () => void saveDocument(true, key) },
    });
    failures.set(key, told);
    return 'failed';
  }
}

/** Saves all that has unsaved changes, tab by tab; what needs a place is shown while it is asked for. */
export async function saveAll(): Promise<SaveOutcome> {
  for (const key of useWorkspace.getState().order) {
    const open = useWorkspace.getState().documents[key];
    if (!open || !isDirty(open)) continue;
    if (open.ticket === null) showTab(key);
    const outcome = await saveDocument(false, key);
    if (outcome !== 'saved') return outcome;
  }
  return 'saved';
}
