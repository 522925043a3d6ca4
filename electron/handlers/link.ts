import type { Dialogs } from '../dialogs.ts';
import type { Group } from '../handler.ts';
import { openLink } from '../open-link.ts';

/** @param open hands an address to the system's browser */
export const linkHandlers = (dialogs: Dialogs, open: (url: string) => Promise<void>): Group<'link'> => ({
  'link.open': async ({ url }) => ({ opened: await openLink(url, dialogs, open) }),
});
