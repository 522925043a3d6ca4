import { readdirSync, writeFileSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { AtomicFs } from '../../../src/runtime/atomic-write.ts';
import { openTeacherCache } from '../../../src/runtime/engine/cache/teacher-cache.ts';
import { faultyFs } from '../faulty-fs.ts';
import { temporaryFolders } from '../temporary-folder.ts';
import { ROWS, TAPS, valuesOf, writeRows } from './cached-rows.ts';
import { contentOf, entries, find, ONE, wanted } from './kept-caches.ts';

const folderOf = temporaryFolders();

describe('whichever operation fails', () => {
  for (const onwards of [false, true])
    for (const code of ['ENOSPC', 'EIO'])
      test(`${code}${onwards ? ', and all that follow' : ''}: the run goes on, and no half cache is found`, async () => {
        let tried = 0;
        for (let nth = 1; ; nth += 1) {
          const folder = folderOf();
          const { fs, count } = faultyFs(nth, code, onwards);
          const cache = openTeacherCache(folder, undefined, fs);
          const outcome = await writeRows(cache, ONE);
          const found = await find(folder, ONE);
          if (outcome.kind === 'kept') expect(found).toEqual(outcome.teacher);
          else {
            expect(outcome.note).toMatch(/not kept for later runs\. Could not .*: the disk/);
            expect(outcome.note).not.toContain(folder);
          }
          if (found) expect(await contentOf(found)).toEqual(wanted(ONE));
          // No draft lies about, and the place is free for the next.
          expect(entries(folder)).toEqual(found ? [ONE] : []);
          if (count() < nth) break;
          tried = nth;
        }
        expect(tried).toBeGreaterThan(20);
      });

  test('a folder that takes nothing: the run goes on', async () => {
    const path = join(folderOf(), 'file');
    writeFileSync(path, '');
    const cache = openTeacherCache(path);
    expect(await cache.find(ONE, TAPS)).toBeNull();
    expect(await writeRows(cache, ONE)).toMatchObject({
      kind: 'not-kept',
      note: expect.stringMatching(/Could not keep them: /),
    });
    await cache.trim();
  });

  test('a folder that somebody deleted is made again', async () => {
    const folder = join(folderOf(), 'caches');
    const cache = openTeacherCache(folder);
    expect(await cache.find(ONE, TAPS)).toBeNull();
    expect(await writeRows(cache, ONE)).toMatchObject({ kind: 'kept' });
  });

  test('outputs that are abandoned leave nothing', async () => {
    const folder = folderOf();
    const writer = await openTeacherCache(folder).create(ONE, ROWS, TAPS);
    await writer.add(TAPS.map((tap) => valuesOf(ONE, tap, 0, 2)));
    await writer.abandon();
    expect(readdirSync(folder)).toEqual([]);
  });
});

test('all is flushed before it gets the name that is looked for, and that name after', async () => {
  const folder = folderOf();
  const done: string[] = [];
  const { fs } = faultyFs(Number.POSITIVE_INFINITY, '', false);
  const watched: AtomicFs = {
    ...fs,
    open: async (path, flags, mode) => {
      const file = await open(path, flags, mode);
      const name = basename(path)
        .replace(/^.*\.(draft|tmp)$/, '$1')
        .replace(basename(folder), 'caches');
      const sync = async (): Promise<void> => {
        await file.sync();
        done.push(`flush ${name}`);
      };
      return Object.assign(Object.create(file), {
        write: file.write.bind(file),
        read: file.read.bind(file),
        close: file.close.bind(file),
        sync,
      });
    },
    rename: async (from, to) => {
      await rename(from, to);
      done.push(`rename ${basename(to).replace(ONE, 'key')}`);
    },
  };
  await writeRows(openTeacherCache(folder, undefined, watched), ONE);
  expect(done).toEqual([
    'flush tap-0.f32',
    'flush tap-1.f32',
    'flush tmp',
    'rename manifest.json',
    'flush draft',
    'rename key',
    'flush caches',
  ]);
});
