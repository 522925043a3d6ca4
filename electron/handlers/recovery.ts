import { type Documents, folderOf } from '../documents.ts';
import { type Group, NOTHING } from '../handler.ts';
import type { OpenTabs } from '../open-tabs.ts';
import type { RecoveryStore } from '../recovery-store.ts';
import type { Tickets } from '../tickets.ts';

/** Unsaved work. Kept with the path of its file, handed out with a ticket for it: the person picked that file once. */
export const recoveryHandlers = (
  store: RecoveryStore,
  documents: Documents,
  tickets: Tickets,
  tabs: OpenTabs,
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
      const file =
        path === null
          ? { ticket: null, folder: null }
          : { ticket: tickets.restore(path), folder: folderOf(path) };
      return { key, name, ...file, text, written };
    }),
  'recovery.tabs': () => tabs.takeLeft(),
});
