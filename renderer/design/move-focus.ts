import type { KeyboardEvent } from 'react';

/**
 * Arrow keys go from the search field, where there is one, into the list and through it; Home and End to its ends. What
 * carries `data-stop` is a line of the list.
 */
export function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-stop]')];
  const here = items.indexOf(document.activeElement as HTMLElement);
  const field = event.currentTarget.querySelector('input');
  const inField = document.activeElement === field;
  const to = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: items.length - 1 }[event.key];
  if (to === undefined || (inField && event.key !== 'ArrowDown')) return;
  event.preventDefault();
  if (to < 0) field?.focus();
  else items[Math.min(to, items.length - 1)]?.focus();
}
