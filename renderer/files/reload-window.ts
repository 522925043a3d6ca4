import { useView } from '../stores/view.ts';
import { keepWorkNow } from './keep-work.ts';

/** Says to the next page that this one was left on purpose; it ends with the window. */
const LEFT = 'potstill-reload';

/** Loads the page anew, after a fault in it. Unsaved work is on disk before, and main knows what is open. */
export async function reloadWindow(): Promise<void> {
  await keepWorkNow();
  if (useView.getState().gallery !== 'start') sessionStorage.setItem(LEFT, 'yes');
  location.reload();
}

/** Whether the page before this one was left so; told once. */
export function wasReloaded(): boolean {
  const reloaded = sessionStorage.getItem(LEFT) !== null;
  sessionStorage.removeItem(LEFT);
  return reloaded;
}
