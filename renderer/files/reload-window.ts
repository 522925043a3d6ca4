import { z } from 'zod';
import type { Recovery } from '../../electron/contract.ts';
import { bridge, unwrap } from '../bridge.ts';
import { useDocument } from '../stores/document.ts';
import { useView } from '../stores/view.ts';
import { keepWorkNow } from './keep-work.ts';
import { restoreRecovered } from './recovered.ts';
import { showOpened } from './show-document.ts';

/** What was open, told from one page to the next; it ends with the window. */
const PLACE = 'potstill-reload';
const Left = z.object({ key: z.string(), ticket: z.string().nullable() });

/** Loads the page anew, after a fault in it. Unsaved work is on disk before. */
export async function reloadWindow(): Promise<void> {
  await keepWorkNow();
  const { key, ticket } = useDocument.getState();
  if (useView.getState().gallery !== 'start') sessionStorage.setItem(PLACE, JSON.stringify({ key, ticket }));
  location.reload();
}

/**
 * Goes on with what was open before the page was loaded anew.
 *
 * @param found what main keeps of unsaved work
 * @returns whether there was such a document
 */
export async function returnAfterReload(found: readonly Recovery[]): Promise<boolean> {
  const text = sessionStorage.getItem(PLACE);
  sessionStorage.removeItem(PLACE);
  if (text === null) return false;
  const { key, ticket } = Left.parse(JSON.parse(text));
  const work = found.find((it) => it.key === key);
  if (work) await restoreRecovered(work);
  else if (ticket !== null) await showOpened(await unwrap(bridge().call['document.reopen']({ ticket })));
  return true;
}
