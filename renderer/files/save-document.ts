import { formatDocument } from '../../src/pipeline/text.ts';
import { bridge, unwrap } from '../bridge.ts';
import { announce } from '../design/announcer.tsx';
import { dismissToast, showToast } from '../design/toast.tsx';
import { problemOf } from '../problem-of.ts';
import { markSaved, shownName, useDocument } from '../stores/document.ts';
import type { SaveOutcome } from './guard.ts';

/** The message of the last save that failed; a save that succeeds takes it away. */
let failure: number | undefined;

/**
 * Writes the open document to its file, or where the person says. It is saved only once main has read it back;
 * what is drawn meanwhile stays unsaved.
 *
 * @param as asks for a place even where it has a file
 */
export async function saveDocument(as = false): Promise<SaveOutcome> {
  const open = useDocument.getState();
  const { document, ticket, key } = open;
  try {
    const name = shownName(open).slice(0, 255);
    const request = { ticket, as, name, text: formatDocument(document) };
    const saved = await unwrap(bridge().call['document.save'](request));
    if (saved === null) return 'cancelled';
    // Bound to the document that was handed out: another may have been opened since.
    if (useDocument.getState().key === key) markSaved(document, saved.ticket, saved.name);
    if (failure !== undefined) dismissToast(failure);
    announce(`Saved as ${saved.name}`);
    return 'saved';
  } catch (error) {
    const { message, fix } = problemOf(error);
    failure = showToast({
      tone: 'problem',
      text: `Not saved. ${message}`,
      more: fix,
      action: { label: 'Save as…', onChoose: () => void saveDocument(true) },
    });
    return 'failed';
  }
}
