import { create } from 'zustand';
import type { NodeDefinition } from '../../src/nodes/define.ts';

type ShownHelp = { readonly definition: NodeDefinition; readonly beside: DOMRect };

/** The kind of node whose help card is shown, and the place that it stands beside. */
export const useShownHelp = create<{ readonly shown: ShownHelp | null }>(() => ({ shown: null }));

/** Milliseconds that the pointer rests before the card comes; at once where one is open already. */
const RESTS = 450;
let timer: ReturnType<typeof setTimeout> | undefined;
/** The item that the card is for, or is about to come for. */
let of: Element | undefined;

export function showHelp(definition: NodeDefinition, item: Element, by: 'pointer' | 'keys'): void {
  clearTimeout(timer);
  of = item;
  const show = (): void =>
    useShownHelp.setState({ shown: { definition, beside: item.getBoundingClientRect() } });
  if (by === 'keys' || useShownHelp.getState().shown) show();
  else timer = setTimeout(show, RESTS);
}

export function hideHelp(): void {
  clearTimeout(timer);
  // The next item may be entered at once: the card then moves instead of coming anew.
  timer = setTimeout(() => useShownHelp.setState({ shown: null }), 80);
}

/** An item left the list: no pointer leaves what is no longer there. */
export function hideHelpOf(item: Element): void {
  if (of === item) hideHelp();
}
