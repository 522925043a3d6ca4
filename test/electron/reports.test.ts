import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { reportHandlers } from '../../electron/handlers/report.ts';
import { temporaryFolders } from '../runtime/temporary-folder.ts';
import { ScriptedDialogs } from './scripted-dialogs.ts';

const folderOf = temporaryFolders();

function desk() {
  const folder = folderOf();
  const dialogs = new ScriptedDialogs();
  return { folder, dialogs, save: reportHandlers(dialogs, { folder })['report.save'] };
}

describe('a report of runs', () => {
  it.each(['csv', 'html'] as const)(
    'as %s is offered a place beside the documents and written whole',
    async (format) => {
      const { folder, dialogs, save } = desk();
      dialogs.files.push(join(folder, 'mine'));
      expect(await save({ name: 'Runs compared', format, text: 'text – ü' })).toEqual({
        name: `mine.${format}`,
      });
      expect(dialogs.offered).toEqual([join(folder, `Runs compared.${format}`)]);
      expect(readFileSync(join(folder, `mine.${format}`), 'utf8')).toBe('text – ü');
    },
  );

  it('is not written where the person cancels', async () => {
    const { folder, dialogs, save } = desk();
    dialogs.files.push(undefined);
    expect(await save({ name: 'a', format: 'csv', text: '' })).toBeNull();
    expect(existsSync(join(folder, 'a.csv'))).toBe(false);
  });
});
