import type { Position } from '../../src/pipeline/document.ts';
import type { Pasted } from '../../src/pipeline/fragment.ts';
import { ProblemError } from '../../src/pipeline/problem.ts';
import { bridge, unwrap } from '../bridge.ts';
import { edit, useDocument } from '../stores/document.ts';
import { select, useView } from '../stores/view.ts';
import { deleteSelected, whatIs } from './canvas-edits.ts';
import { fragmentText, pasteCentred, readFragment } from './fragment-text.ts';
import { showHint } from './hint.ts';
import { surface } from './surface.ts';

/** Puts what is selected on the clipboard. */
export async function copySelected(): Promise<boolean> {
  const { document } = useDocument.getState();
  const { nodes, notes } = useView.getState();
  if (nodes.size + notes.size === 0) return false;
  const done = await attempt(() =>
    unwrap(bridge().call['clipboard.write']({ text: fragmentText(document, nodes, notes) })),
  );
  if (done) showHint(`Copied ${whatIs(document, nodes, notes)}`);
  return done !== undefined;
}

/** Nothing is removed before it lies on the clipboard. */
export async function cutSelected(): Promise<void> {
  const { key } = useDocument.getState();
  if ((await copySelected()) && useDocument.getState().key === key) deleteSelected();
}

/** Pastes what the clipboard holds with its middle at a point of the window. */
export async function pasteAt(at: Position): Promise<void> {
  const canvas = surface()?.toCanvas(at);
  const { key } = useDocument.getState();
  const held = await attempt(() => unwrap(bridge().call['clipboard.read']({})));
  // Another document may be shown by then; it was not meant.
  if (!canvas || !held || useDocument.getState().key !== key) return;
  const read = readFragment(held.text);
  if (!read.ok) {
    showHint(read.problem.message, { tone: 'problem', more: read.problem.fix });
    return;
  }
  const fragment = read.value;
  const keys = (record: object): ReadonlySet<string> => new Set(Object.keys(record));
  const label = `Paste ${whatIs(fragment, keys(fragment.nodes), keys(fragment.notes))}`;
  let pasted: Pasted | undefined;
  edit(label, (document) => {
    pasted = pasteCentred(document, fragment, canvas, useView.getState().snap);
    return pasted.document;
  });
  if (pasted) select(pasted.nodes, [], pasted.notes);
}

async function attempt<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    showHint(error.problem.message, { tone: 'problem', more: error.problem.fix });
    return undefined;
  }
}
