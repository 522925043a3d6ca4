import type { Documents } from '../documents.ts';
import { type Group, NOTHING } from '../handler.ts';
import type { RecentFiles } from '../recent-files.ts';

export const documentHandlers = (documents: Documents, recent: RecentFiles): Group<'document'> => ({
  'document.open': () => documents.pick(),
  'document.reopen': ({ ticket }) => documents.open(ticket),
  'document.recent': () => recent.list(),
  'document.clear-recent': async () => {
    await recent.clear();
    return NOTHING;
  },
  'document.save': (request) => documents.save(request),
});
