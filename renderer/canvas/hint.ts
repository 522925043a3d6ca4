import { create } from 'zustand';

type Hint = {
  readonly text: string;
  readonly tone: 'plain' | 'problem';
  /** What to do about it. */
  readonly more?: string | undefined;
  /** Where in the window, where it belongs to a place. */
  readonly at?: { readonly x: number; readonly y: number } | undefined;
  /** What one press does about it. */
  readonly action?: { readonly label: string; readonly onChoose: () => void } | undefined;
  /** Until it is hidden, rather than for a while. */
  readonly stays?: boolean;
};

/** The one hint that is shown over the canvas; a newer one takes its place. */
export const useHint = create<{ readonly hint: Hint | null }>(() => ({ hint: null }));

/** Milliseconds that a hint stays: what tells why something was refused is read more slowly, and what can be pressed more so. */
const STAYS = { plain: 2200, problem: 6000, action: 15_000 };

let timer: ReturnType<typeof setTimeout> | undefined;

/** Says in passing what was done or why it was not, over the canvas and aloud. */
export function showHint(text: string, hint: Partial<Omit<Hint, 'text'>> = {}): void {
  const tone = hint.tone ?? 'plain';
  useHint.setState({ hint: { ...hint, text, tone } });
  clearTimeout(timer);
  if (!hint.stays) timer = setTimeout(hideHint, STAYS[hint.action ? 'action' : tone]);
}

export function hideHint(): void {
  clearTimeout(timer);
  if (useHint.getState().hint) useHint.setState({ hint: null });
}
