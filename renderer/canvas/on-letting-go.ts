type PressEvent = { readonly buttons: number };

/** Does it at once where no button is pressed, else on letting go: an open popover takes that for a press outside. */
export function onLettingGo({ buttons }: PressEvent, then: () => void): void {
  if (buttons === 0) then();
  else window.addEventListener('pointerup', () => setTimeout(then), { once: true });
}
