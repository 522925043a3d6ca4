import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pictureHandlers } from '../../electron/handlers/picture.ts';
import { temporaryFolders } from '../runtime/temporary-folder.ts';
import { ScriptedDialogs } from './scripted-dialogs.ts';

const folderOf = temporaryFolders();

function desk() {
  const folder = folderOf();
  const dialogs = new ScriptedDialogs();
  return { folder, dialogs, save: pictureHandlers(dialogs, { folder })['picture.save'] };
}
const bytes = new Uint8Array([1, 2, 3]);

describe('a picture that is exported', () => {
  it('is offered a place beside the documents, gets its ending, and is written whole', async () => {
    const { folder, dialogs, save } = desk();
    dialogs.files.push(join(folder, 'drawing'));
    expect(await save({ name: 'My / pipeline', format: 'png', bytes })).toEqual({ name: 'drawing.png' });
    expect(dialogs.offered).toEqual([join(folder, 'My pipeline.png')]);
    expect(new Uint8Array(readFileSync(join(folder, 'drawing.png')))).toEqual(bytes);
  });

  it('replaces a file with that ending only where the person says so', async () => {
    const { folder, dialogs, save } = desk();
    for (const answer of ['Replace', 'Cancel']) {
      dialogs.files.push(join(folder, 'a'));
      if (answer === 'Cancel' || existsSync(join(folder, 'a.svg'))) dialogs.answers.push(answer);
      const saved = await save({ name: 'a', format: 'svg', bytes });
      expect(saved === null).toBe(answer === 'Cancel');
    }
    expect(dialogs.asked).toHaveLength(1);
  });

  it('is not written where the person cancels', async () => {
    const { dialogs, save } = desk();
    dialogs.files.push(undefined);
    expect(await save({ name: 'a', format: 'svg', bytes })).toBeNull();
  });
});
