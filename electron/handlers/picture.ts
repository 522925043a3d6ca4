import { basename } from 'node:path';
import { atomicWrite } from '../../src/runtime/atomic-write.ts';
import { askWhere, pathFor } from '../ask-where.ts';
import { type Dialogs, PICTURES } from '../dialogs.ts';
import type { Documents } from '../documents.ts';
import type { Group } from '../handler.ts';

/** A picture is offered a place beside the documents. */
export const pictureHandlers = (
  dialogs: Dialogs,
  documents: Pick<Documents, 'folder'>,
): Group<'picture'> => ({
  'picture.save': async ({ name, format, bytes }) => {
    const kind = PICTURES[format];
    const path = await askWhere(dialogs, {
      title: 'Export as a picture',
      kind,
      path: pathFor(documents.folder, name, kind),
    });
    if (path === undefined) return null;
    await atomicWrite(path, bytes);
    return { name: basename(path) };
  },
});
