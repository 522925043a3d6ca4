import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { StateFile } from '../../electron/state-file.ts';
import { temporaryFolders } from '../runtime/temporary-folder.ts';

const folderOf = temporaryFolders();
const Schema = z.object({ count: z.int(), label: z.string().default('none') });
const open = (path: string) => StateFile.open(path, Schema, { count: 0 });

describe('a file of the app’s own state', () => {
  it('is what it falls back to until it is set, and nothing is written before', async () => {
    const folder = folderOf();
    const file = await open(join(folder, 'deep', 'state.json'));
    expect(file.value).toEqual({ count: 0, label: 'none' });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is the same after a restart', async () => {
    const path = join(folderOf(), 'deep', 'state.json');
    await (await open(path)).set({ count: 3, label: 'ä' });
    expect((await open(path)).value).toEqual({ count: 3, label: 'ä' });
  });

  it('set many times at once ends with the last, whole at any time', async () => {
    const path = join(folderOf(), 'state.json');
    const file = await open(path);
    const written = Array.from({ length: 30 }, (_, count) => file.set({ count }));
    expect(file.value.count).toBe(29);
    await Promise.all(written);
    expect((await open(path)).value.count).toBe(29);
    expect(readdirSync(join(path, '..'))).toEqual(['state.json']);
  });

  it('counts in the app even where it cannot be written, and says that it could not', async () => {
    const folder = folderOf();
    writeFileSync(join(folder, 'state'), '');
    const file = await open(join(folder, 'state', 'state.json'));
    await expect(file.set({ count: 1 })).rejects.toThrow();
    expect(file.value.count).toBe(1);
  });

  it.each([
    ['cut short', '{"count": 1'],
    ['of another shape', '{"count": "1"}'],
    ['empty', ''],
    ['no text', '\u0000'],
  ])('%s is moved aside, not written over', async (_name, text) => {
    const path = join(folderOf(), 'state.json');
    writeFileSync(path, text);
    const file = await open(path);
    expect(file.value.count).toBe(0);
    await file.set({ count: 1 });
    expect(readFileSync(`${path}.damaged`, 'utf8')).toBe(text);
    expect((await open(path)).value.count).toBe(1);
  });

  it('in whose place a folder stands does not keep the app from starting', async () => {
    const path = join(folderOf(), 'state.json');
    mkdirSync(path);
    expect((await open(path)).value.count).toBe(0);
  });
});
