import { basename } from 'node:path';
import { atomicWrite } from '../../src/runtime/atomic-write.ts';
import { askWhere, pathFor } from '../ask-where.ts';
import { type Dialogs, SCRIPTS } from '../dialogs.ts';
import type { Documents } from '../documents.ts';
import type { Group } from '../handler.ts';
import type { Runs } from '../runs.ts';

/** The person is asked for a place only where there is something to put there. */
export const scriptHandlers = (
  dialogs: Dialogs,
  documents: Pick<Documents, 'folder'>,
  runs: Pick<Runs, 'script'>,
): Group<'script'> => ({
  'script.save': async ({ name, text, ticket }) => {
    const script = await runs.script(text, ticket);
    if ('problems' in script) return script;
    const path = await askWhere(dialogs, {
      title: 'Export the pipeline as a PyTorch script',
      kind: SCRIPTS,
      path: pathFor(documents.folder, name, SCRIPTS),
    });
    if (path === undefined) return null;
    await atomicWrite(path, script.text);
    return { name: basename(path) };
  },
});
