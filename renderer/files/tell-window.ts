import type { CallInput } from '../../electron/contract.ts';
import { bridge } from '../bridge.ts';
import { isDirty, shownName } from '../stores/document.ts';
import { useView } from '../stores/view.ts';
import { activeOf, type OpenDocument, useWorkspace } from '../stores/workspace.ts';

const nameOf = (open: OpenDocument): string => shownName(open).slice(0, 255);

/** What the window's title says, what is open in it, and whether closing it would lose work. */
function windowState(): CallInput<'window.state'> {
  if (useView.getState().gallery === 'start') return { name: '', dirty: false, tabs: [], active: null };
  const workspace = useWorkspace.getState();
  const open = activeOf(workspace);
  const tabs = workspace.order.flatMap((key) => {
    const it = workspace.documents[key];
    return it ? [{ key, name: nameOf(it), ticket: it.ticket, dirty: isDirty(it) }] : [];
  });
  return { name: nameOf(open), dirty: isDirty(open), tabs, active: open.key };
}

/** Tells main of each change of that, from now on; returns its undoing. */
export function tellWindow(): () => void {
  let told = '';
  const tell = (): void => {
    const state = windowState();
    const text = JSON.stringify(state);
    if (text === told) return;
    told = text;
    void bridge().call['window.state'](state);
  };
  tell();
  const stops = [useWorkspace.subscribe(tell), useView.subscribe(tell)];
  return () => {
    for (const stop of stops) stop();
  };
}
