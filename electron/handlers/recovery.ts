import type { Documents } from '../documents.ts';
import { type Group, NOTHING } from '../handler.ts';
import type { RecoveryStore } from '../recovery-store.ts';
import type { Tickets } from '../tickets.ts';

/** Unsaved work. Kept with the path of its file, handed out with a ticket for it: the person picked that file once. */
export const recoveryHandlers = (
  store: RecoveryStore,
  documents: Documents,
  tickets: Tickets,
): Group<'recovery'> => ({
  'recovery.keep': async ({ key, name, ticket, text }) => {
    const path = ticket === null ? null : tickets.path(ticket);
    const seen = ticket === null ? null : documents.seen(ticket);
    await store.keep({ key, name, path, seen, text });
    return NOTHING;
  },
  'recovery.drop': async ({ key }) => {
    await store.drop(key);
    return NOTHING;
  },
  'recovery.list': async () =>
    (await store.list()).map(({ key, name, path, seen, text, written }) => {
      if (path !== null && seen !== null) documents.restoreSeen(path, seen);
      return { key, name, ticket: path === null ? null : tickets.restore(path), text, written };
    }),
});
