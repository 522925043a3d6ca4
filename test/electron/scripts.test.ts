import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { scriptHandlers } from '../../electron/handlers/script.ts';
import { problem } from '../../src/pipeline/problem.ts';
import { temporaryFolders } from '../runtime/temporary-folder.ts';
import { ScriptedDialogs } from './scripted-dialogs.ts';

const folderOf = temporaryFolders();

function desk(script: Awaited<ReturnType<Parameters<typeof scriptHandlers>[2]['script']>>) {
  const folder = folderOf();
  const dialogs = new ScriptedDialogs();
  const save = scriptHandlers(dialogs, { folder }, { script: async () => script })['script.save'];
  return { folder, dialogs, save: () => save({ name: 'Mine', text: '{}', ticket: null }) };
}

describe('a pipeline that is exported as a script', () => {
  it('is offered a place beside the documents and gets its ending', async () => {
    const { folder, dialogs, save } = desk({ text: 'print()\n' });
    dialogs.files.push(join(folder, 'mine'));
    expect(await save()).toEqual({ name: 'mine.py' });
    expect(dialogs.offered).toEqual([join(folder, 'Mine.py')]);
    expect(readFileSync(join(folder, 'mine.py'), 'utf8')).toBe('print()\n');
  });

  it('is not asked for a place where it cannot be written', async () => {
    const problems = [problem({ code: 'export-python', message: 'No.', fix: 'None.' })];
    const { dialogs, save } = desk({ problems });
    expect(await save()).toEqual({ problems });
    expect(dialogs.offered).toEqual([]);
  });

  it('is not written where the person cancels', async () => {
    const { dialogs, save } = desk({ text: 'print()\n' });
    dialogs.files.push(undefined);
    expect(await save()).toBeNull();
  });
});
