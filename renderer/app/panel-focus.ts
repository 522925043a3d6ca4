/** Panels in the order in which F6 goes through them; each carries its name as `data-panel`. */
const PANELS = ['top-bar', 'tabs', 'palette', 'canvas', 'inspector', 'runs'] as const;
export type PanelName = (typeof PANELS)[number];

/** The panel after, or before, the one that holds the focus; from nowhere, the first. */
export function nextPanel(
  shown: readonly PanelName[],
  current: PanelName | undefined,
  backwards: boolean,
): PanelName | undefined {
  const order = PANELS.filter((it) => shown.includes(it));
  const at = current === undefined ? -1 : order.indexOf(current);
  if (at < 0) return backwards ? order.at(-1) : order[0];
  return order[(at + (backwards ? -1 : 1) + order.length) % order.length];
}

const elementOf = (panel: PanelName): HTMLElement | null =>
  document.querySelector<HTMLElement>(`[data-panel="${panel}"]`);

const CAN_HOLD =
  'button:not(:disabled), input:not(:disabled), select, textarea, [tabindex]:not([tabindex="-1"])';
/** Where the focus was in each panel when it was left. */
const last = new WeakMap<HTMLElement, HTMLElement>();

/** Gives the focus to a panel, where it was there last. */
export function focusPanel(panel: PanelName): void {
  const element = elementOf(panel);
  if (!element) return;
  const before = last.get(element);
  const inside = [...element.querySelectorAll<HTMLElement>(CAN_HOLD)].find((it) => it.tabIndex >= 0);
  ((before?.isConnected ? before : inside) ?? element).focus();
}

/** Moves the focus from panel to panel. */
export function moveToPanel(backwards: boolean): void {
  const shown = PANELS.filter((it) => elementOf(it) !== null);
  const held = document.activeElement?.closest<HTMLElement>('[data-panel]');
  const current = PANELS.find((it) => it === held?.dataset.panel);
  if (held && document.activeElement instanceof HTMLElement) last.set(held, document.activeElement);
  const next = nextPanel(shown, current, backwards);
  if (next) focusPanel(next);
}
