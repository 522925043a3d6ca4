import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OpenedDocument } from '../../electron/contract.ts';
import { Documents } from '../../electron/documents.ts';
import { OpenTabs } from '../../electron/open-tabs.ts';
import { RecentFiles } from '../../electron/recent-files.ts';
import { Tickets } from '../../electron/tickets.ts';
import { emptyDocument } from '../../src/pipeline/document.ts';
import { formatDocument } from '../../src/pipeline/text.ts';
import { ScriptedDialogs } from './scripted-dialogs.ts';

export const textOf = (title: string): string => formatDocument(emptyDocument(title));

/** Documents of one person, in a folder of the test. */
export async function makeDesk(folder: string, write?: ConstructorParameters<typeof Documents>[0]['write']) {
  const home = join(folder, 'documents');
  mkdirSync(home);
  const dialogs = new ScriptedDialogs();
  const tickets = new Tickets();
  const recent = await RecentFiles.open(join(folder, 'state'), tickets, () => undefined);
  const noticed: string[] = [];
  const tabs = await OpenTabs.open(join(folder, 'state'), tickets);
  const documents = new Documents({
    ...{ dialogs, tickets, recent, tabs, home },
    noticed: (path) => noticed.push(path),
    ...(write && { write }),
  });
  const at = (name: string): string => join(home, name);
  const put = (name: string, text: string): string => {
    writeFileSync(at(name), text);
    return at(name);
  };
  const read = (name: string): string => readFileSync(at(name), 'utf8');
  const save = (opened: Pick<OpenedDocument, 'ticket' | 'name'> | null, text: string, as = false) =>
    documents.save({ ticket: opened?.ticket ?? null, as, name: opened?.name ?? 'Untitled', text });
  return { dialogs, tickets, tabs, recent, noticed, documents, home, at, put, read, save };
}
