import { bridge } from '../bridge.ts';
import { isDirty, shownName, useDocument } from '../stores/document.ts';
import { useView } from '../stores/view.ts';

/** What the window's title says, and whether closing it would lose work. */
function windowState(): { name: string; dirty: boolean } {
  if (useView.getState().gallery === 'start') return { name: '', dirty: false };
  const open = useDocument.getState();
  return { name: shownName(open).slice(0, 255), dirty: isDirty(open) };
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
  const stops = [useDocument.subscribe(tell), useView.subscribe(tell)];
  return () => {
    for (const stop of stops) stop();
  };
}
