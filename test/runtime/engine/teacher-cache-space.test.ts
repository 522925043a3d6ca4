import { mkdirSync, readdirSync, readFileSync, statfsSync, statSync, writeFileSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { AtomicFs } from '../../../src/runtime/atomic-write.ts';
import type { CachedTeacher } from '../../../src/runtime/engine/cache/cached-teacher.ts';
import { openTeacherCache } from '../../../src/runtime/engine/cache/teacher-cache.ts';
import { faultyFs } from '../faulty-fs.ts';
import { temporaryFolders } from '../temporary-folder.ts';
import { BYTES, ROWS, TAPS, valuesOf, writeRows } from './cached-rows.ts';
import { contentOf, entries, find, keep, ONE, THREE, TWO, wanted } from './kept-caches.ts';

const folderOf = temporaryFolders();

describe('room', () => {
  test('is made by those that were used longest ago', async () => {
    const folder = folderOf();
    await keep(folder, ONE, TWO, THREE);
    const cache = openTeacherCache(folder);
    await cache.find(ONE, TAPS);
    await cache.close();
    // What a manifest takes is little, and is counted.
    await openTeacherCache(folder, 2 * sizeOf(folder, ONE)).trim();
    expect(entries(folder)).toEqual([ONE, THREE]);
    await openTeacherCache(folder, 2 * sizeOf(folder, ONE) - 1).trim();
    expect(entries(folder)).toEqual([ONE]);
    await openTeacherCache(folder, 0).trim();
    expect(entries(folder)).toEqual([]);
  });

  test('is not made of what is in use', async () => {
    const folder = folderOf();
    await keep(folder, ONE, TWO);
    const cache = openTeacherCache(folder, 0);
    await cache.find(ONE, TAPS);
    await cache.trim();
    expect(entries(folder)).toEqual([ONE]);
    expect(await find(folder, ONE)).not.toBeNull();
    await cache.close();
    await cache.trim();
    expect(entries(folder)).toEqual([]);
  });

  test('is made before outputs are written', async () => {
    const folder = folderOf();
    await keep(folder, ONE, TWO);
    const cache = openTeacherCache(folder, 2 * sizeOf(folder, ONE));
    expect(await writeRows(cache, THREE)).toMatchObject({ kind: 'kept' });
    expect(entries(folder)).toEqual([TWO, THREE]);
  });

  test('that cannot be made is told, and nothing is written', async () => {
    const folder = folderOf();
    await keep(folder, ONE);
    const cache = openTeacherCache(folder, 2 * BYTES);
    await cache.find(ONE, TAPS);
    const outcome = await writeRows(cache, TWO);
    expect(outcome).toMatchObject({
      kind: 'not-kept',
      note: expect.stringMatching(/caches may take 1 MB of this disk, and 1 MB of it are in use/),
    });
    expect(entries(folder)).toEqual([ONE]);
  });

  test('is not made for what would never fit', async () => {
    const folder = folderOf();
    await keep(folder, ONE);
    const cache = openTeacherCache(folder, sizeOf(folder, ONE));
    const writer = await cache.create(TWO, 100 * ROWS, TAPS);
    expect(await writer.finish()).toMatchObject({ kind: 'not-kept' });
    expect(entries(folder)).toEqual([ONE]);
  });

  test('is a fifth of the free disk at the most', async () => {
    const folder = folderOf();
    const { bavail, bsize } = statfsSync(folder);
    const writer = await openTeacherCache(folder, Number.POSITIVE_INFINITY).create(ONE, 1, [
      { layer: 'dense-1', shape: [Math.ceil((bavail * bsize) / 4 / 4)] },
    ]);
    expect(await writer.finish()).toMatchObject({ kind: 'not-kept' });
    expect(entries(folder)).toEqual([]);
  });

  test('is not made of what is not ours', async () => {
    const folder = folderOf();
    await keep(folder, ONE);
    for (const name of ['mine', `${ONE}.old`, `${ONE}.draft`]) mkdirSync(join(folder, name));
    writeFileSync(join(folder, 'notes.txt'), 'x');
    await openTeacherCache(folder, 0).trim();
    expect(entries(folder)).toEqual([`${ONE}.draft`, `${ONE}.old`, 'mine', 'notes.txt'].sort());
  });

  test('is not made under the feet of one who comes just then', async () => {
    const folder = folderOf();
    await keep(folder, ONE);
    const late: (CachedTeacher | null)[] = [];
    const { fs } = faultyFs(Number.POSITIVE_INFINITY, '', false);
    const watched: AtomicFs = {
      ...fs,
      rename: async (from, to) => {
        if (to.endsWith('.gone')) late.push(await find(folder, ONE));
        await rename(from, to);
      },
    };
    await openTeacherCache(folder, 0, watched).trim();
    expect(late).toEqual([null]);
    expect(entries(folder)).toEqual([]);
  });

  for (const onwards of [false, true])
    test(`is made or not where an operation fails${onwards ? ', and all that follow' : ''}`, async () => {
      for (const nth of [1, 2, 3]) {
        const folder = folderOf();
        await keep(folder, ONE);
        await openTeacherCache(folder, 0, faultyFs(nth, 'EIO', onwards).fs).trim();
        const found = await find(folder, ONE);
        if (found) expect(await contentOf(found)).toEqual(wanted(ONE));
        await openTeacherCache(folder, found ? undefined : 0).trim();
        expect(entries(folder)).toEqual(found ? [ONE] : []);
      }
    });

  test('a cache that lost its manifest on the way is cleared away, and one in use gets it back', async () => {
    const folder = folderOf();
    await keep(folder, ONE, TWO);
    const cache = openTeacherCache(folder);
    await cache.find(ONE, TAPS);
    for (const key of [ONE, TWO])
      await rename(join(folder, key, 'manifest.json'), join(folder, key, 'manifest.aside'));
    await openTeacherCache(folder).trim();
    expect(entries(folder)).toEqual([ONE]);
    expect(await find(folder, ONE)).not.toBeNull();
  });
});

describe('two writers at once', () => {
  test('of one key: both have it, and it stands there once', async () => {
    const folder = folderOf();
    const [one, other] = await Promise.all([1, 2].map(() => writeRows(openTeacherCache(folder), ONE)));
    expect(one).toMatchObject({ kind: 'kept' });
    expect(other).toEqual(one);
    expect(entries(folder)).toEqual([ONE]);
  });

  test('of one key: who comes late takes what another uses already', async () => {
    const folder = folderOf();
    const writer = await openTeacherCache(folder).create(ONE, ROWS, TAPS);
    await writer.add(TAPS.map((tap) => valuesOf(ONE, tap, 0, ROWS)));
    expect(await writeRows(openTeacherCache(folder), ONE)).toMatchObject({ kind: 'kept' });
    const before = statSync(join(folder, ONE)).ino;
    expect(await writer.finish()).toMatchObject({ kind: 'kept' });
    expect(statSync(join(folder, ONE)).ino).toBe(before);
    expect(entries(folder)).toEqual([ONE]);
  });

  test('one finds something damaged in the place and takes it', async () => {
    const folder = folderOf();
    mkdirSync(join(folder, ONE));
    writeFileSync(join(folder, ONE, 'tap-0.f32'), 'x');
    writeFileSync(join(folder, ONE, 'manifest.json'), '{}');
    expect(await writeRows(openTeacherCache(folder), ONE)).toMatchObject({ kind: 'kept' });
    const found = await find(folder, ONE);
    expect(found && (await contentOf(found))).toEqual(wanted(ONE));
  });
});

const sizeOf = (folder: string, key: string): number =>
  readdirSync(join(folder, key)).reduce((sum, it) => sum + readFileSync(join(folder, key, it)).length, 0);
