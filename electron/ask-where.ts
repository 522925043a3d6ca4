import { access } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import type { Dialogs, Kind } from './dialogs.ts';

/** Where to write a file of a kind: the dialog's path, with the kind's ending; undefined where the person cancelled. */
export async function askWhere(
  dialogs: Pick<Dialogs, 'saveFile' | 'ask'>,
  request: { readonly title: string; readonly kind: Kind; readonly path: string },
): Promise<string | undefined> {
  const chosen = await dialogs.saveFile(request);
  if (chosen === undefined) return undefined;
  const complete = withEnding(chosen, request.kind);
  // The dialog asked before it replaces what was typed; it could not know of the ending that comes with it.
  if (complete === chosen || !(await isThere(complete))) return complete;
  const answer = await dialogs.ask({
    kind: 'warning',
    message: `${basename(complete)} is there already. Replace it?`,
    detail: 'What it holds now would be lost.',
    buttons: ['Replace', 'Cancel'],
    cancel: 1,
  });
  return answer === 0 ? complete : undefined;
}

/** A path in a folder, out of whatever a title holds. */
export const pathFor = (folder: string, title: string, kind: Kind): string =>
  join(folder, withEnding(plainName(title), kind));

const plainName = (title: string): string =>
  title
    .replace(/[\s\p{Cc}<>:"/\\|?*]+/gu, ' ')
    .replace(/^[. ]+|[. ]+$/g, '')
    .slice(0, 100) || 'Untitled';

function withEnding(path: string, { extensions: [ending] }: Kind): string {
  return extname(path).toLowerCase() === `.${ending}` ? path : `${path}.${ending}`;
}

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
