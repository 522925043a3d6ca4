import { basename } from 'node:path';
import { atomicWrite } from '../../src/runtime/atomic-write.ts';
import { askWhere, pathFor } from '../ask-where.ts';
import { type Dialogs, REPORTS } from '../dialogs.ts';
import type { Documents } from '../documents.ts';
import type { Group } from '../handler.ts';

/** A table or report of runs is offered a place beside the documents. */
export const reportHandlers = (dialogs: Dialogs, documents: Pick<Documents, 'folder'>): Group<'report'> => ({
  'report.save': async ({ name, format, text }) => {
    const kind = REPORTS[format];
    const path = await askWhere(dialogs, {
      title: format === 'csv' ? 'Export the table of runs' : 'Export a report of the runs',
      kind,
      path: pathFor(documents.folder, name, kind),
    });
    if (path === undefined) return null;
    await atomicWrite(path, text);
    return { name: basename(path) };
  },
});
