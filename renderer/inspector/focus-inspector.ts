import { togglePanel } from '../stores/view.ts';

/** What a value is written with; the button that puts its default back stands before it. */
const CONTROL = ':is(input, select, textarea, button:not(.param-reset))';

/** Shows the inspector and gives the keys to a field of it: that of a parameter, or the first there is. */
export function focusInspector(param?: string): void {
  togglePanel('inspector', true);
  // The panel may be about to be drawn.
  requestAnimationFrame(() => {
    const inspector = document.querySelector('.inspector');
    const wanted = param === undefined ? '.param' : `.param[data-param="${CSS.escape(param)}"]`;
    const field = inspector?.querySelector<HTMLElement>(`${wanted} ${CONTROL}`);
    const target = field ?? inspector?.querySelector<HTMLElement>('input, button');
    target?.focus();
    target?.scrollIntoView({ block: 'nearest' });
    if (target instanceof HTMLInputElement && target.type === 'text') target.select();
  });
}
