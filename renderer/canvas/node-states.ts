import type { Document, NodeState } from '../../src/pipeline/document.ts';
import { setNodeState } from '../../src/pipeline/edits.ts';
import { canBypass } from '../../src/pipeline/effective.ts';
import { definitions } from '../catalogue.ts';
import { edit, useDocument } from '../stores/document.ts';
import { useView } from '../stores/view.ts';
import { whatIs } from './canvas-edits.ts';
import { showHint } from './hint.ts';

/** What a node that is not there for the plan is called, on its card and aloud. */
export const stateWords: Readonly<Record<NodeState, string>> = { muted: 'Muted', bypassed: 'Bypassed' };

/** Why a node cannot be bypassed, for who asks. */
export const NO_BYPASS =
  'Nothing that comes into it could go straight on: it needs one wire of the kind of each output';

/** Mutes what is selected, or takes that back where all of it is muted already. */
export function toggleMuted(): boolean {
  const { document } = useDocument.getState();
  const ids = [...useView.getState().nodes];
  if (ids.length === 0) return false;
  toggle(ids, document, 'muted');
  return true;
}

/** Bypasses those of the selected nodes through which something can pass, or takes that back. */
export function toggleBypassed(): boolean {
  const { document } = useDocument.getState();
  const ids = [...useView.getState().nodes].filter((id) => mayBypass(document, id));
  if (ids.length > 0) toggle(ids, document, 'bypassed');
  else if (useView.getState().nodes.size > 0) showHint(NO_BYPASS, { tone: 'problem' });
  return useView.getState().nodes.size > 0;
}

/** What is bypassed already can be taken back whatever comes into it now. */
export const mayBypass = (document: Document, id: string): boolean =>
  document.nodes[id]?.state === 'bypassed' || canBypass(document, definitions, id);

/** Whether all of these stand so, and at least one is there. */
export const allAre = (document: Document, ids: Iterable<string>, state: NodeState): boolean => {
  const all = [...ids];
  return all.length > 0 && all.every((id) => document.nodes[id]?.state === state);
};

/** Makes a node as it was added. */
export const takeBack = (id: string): void => {
  edit(`Take ${whatIs(useDocument.getState().document, new Set([id]))} back`, (it) =>
    setNodeState(it, [id], undefined),
  );
};

function toggle(ids: readonly string[], document: Document, state: NodeState): void {
  const back = allAre(document, ids, state);
  const what = whatIs(document, new Set(ids));
  const label = back
    ? `${state === 'muted' ? 'Unmute' : 'Do not bypass'} ${what}`
    : `${state === 'muted' ? 'Mute' : 'Bypass'} ${what}`;
  edit(label, (it) => setNodeState(it, ids, back ? undefined : state));
}
