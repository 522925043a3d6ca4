import {
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { AtomicFs } from '../../../src/runtime/atomic-write.ts';
import type { CachedTeacher } from '../../../src/runtime/engine/cache/cached-teacher.ts';
import { readRows } from '../../../src/runtime/engine/cache/read-rows.ts';
import { openTeacherCache } from '../../../src/runtime/engine/cache/teacher-cache.ts';
import { faultyFs } from '../faulty-fs.ts';
import { temporaryFolders } from '../temporary-folder.ts';
import { BACKENDS, use } from './backends.ts';
import { BYTES, keyOf, ROWS, TAPS, valuesOf, writeRows } from './cached-rows.ts';
import { tensorflowOp } from './tensorflow-op.ts';

const folderOf = temporaryFolders();
const [ONE, TWO, THREE] = [keyOf(1), keyOf(2), keyOf(3)];
const entries = (folder: string): string[] =>
  readdirSync(folder)
    .filter((it) => !it.endsWith('.use'))
    .sort();
const find = (folder: string, key: string) => openTeacherCache(folder).find(key, TAPS);

async function contentOf({ taps, rows }: CachedTeacher): Promise<Float32Array[]> {
  return Promise.all(taps.map(({ path, shape }) => readRows(path, shape, rows)));
}
const wanted = (key: string): Float32Array[] => TAPS.map((tap) => valuesOf(key, tap, 0, ROWS));

/** Keeps the outputs of keys, each used later than the one before and none in use now. */
async function keep(folder: string, ...keys: string[]): Promise<void> {
  const cache = openTeacherCache(folder);
  for (const [index, key] of keys.entries()) {
    expect(await writeRows(cache, key)).toMatchObject({ kind: 'kept' });
    utimesSync(join(folder, key, 'manifest.json'), 1000 + index, 1000 + index);
  }
  await cache.close();
}

describe('outputs that were kept', () => {
  test('are found by a later run, number for number', async () => {
    const folder = folderOf();
    await keep(folder, ONE);
    const found = await find(folder, ONE);
    expect(found?.rows).toBe(ROWS);
    expect(found?.taps.map(({ layer, shape }) => ({ layer, shape }))).toEqual(TAPS);
    expect(found && (await contentOf(found))).toEqual(wanted(ONE));
  });

  test('are told by their writer as they are found', async () => {
    const folder = folderOf();
    const outcome = await writeRows(openTeacherCache(folder), ONE);
    expect(outcome).toEqual({ kind: 'kept', teacher: await find(folder, ONE) });
  });

  test('come in the order in which the taps are asked for', async () => {
    const folder = folderOf();
    await keep(folder, ONE);
    const found = await openTeacherCache(folder).find(ONE, [...TAPS].reverse());
    expect(found && (await contentOf(found))).toEqual(wanted(ONE).reverse());
  });

  test('of another key, of fewer taps or of another shape are none', async () => {
    const folder = folderOf();
    await keep(folder, ONE, TWO);
    expect(await find(folder, THREE)).toBeNull();
    expect(await openTeacherCache(folder).find(ONE, TAPS.slice(0, 1))).toBeNull();
    const flat = TAPS.map(({ layer, shape }) => ({ layer, shape: [...shape, 1] }));
    expect(await openTeacherCache(folder).find(TWO, flat)).toBeNull();
  });

  test('under the name of another key are none', async () => {
    const folder = folderOf();
    await keep(folder, ONE);
    await rename(join(folder, ONE), join(folder, TWO));
    expect(await find(folder, TWO)).toBeNull();
  });

  test('take any number of rows at a time, from within larger arrays too', async () => {
    const folder = folderOf();
    const writer = await openTeacherCache(folder).create(ONE, ROWS, TAPS);
    const all = TAPS.map((tap) => Float32Array.of(-1, ...valuesOf(ONE, tap, 0, ROWS), -1));
    for (const [from, to] of [
      [0, 1],
      [1, 1],
      [1, 6],
    ] as const)
      await writer.add(
        TAPS.map(({ shape }, at) => {
          const size = shape.reduce((product, it) => product * it, 1);
          return all[at]?.subarray(1 + from * size, 1 + to * size) ?? new Float32Array();
        }),
      );
    await writer.finish();
    const found = await find(folder, ONE);
    expect(found && (await contentOf(found))).toEqual(wanted(ONE));
  });

  test('are refused where rows are missing, left over, or not the same for all taps', async () => {
    const cache = openTeacherCache(folderOf());
    const rows = (count: number) => TAPS.map((tap) => valuesOf(ONE, tap, 0, count));
    const few = await cache.create(ONE, ROWS, TAPS);
    await few.add(rows(ROWS - 1));
    await expect(few.finish()).rejects.toThrow('5 rows came where 6 were promised');
    await few.add(rows(2));
    await expect(few.finish()).rejects.toThrow('7 rows');
    await expect(few.add([...rows(1).slice(0, 1), ...rows(2).slice(1)])).rejects.toThrow('no rows');
    await expect(few.add(rows(1).slice(1))).rejects.toThrow('no rows');
    await few.abandon();
  });

  test('nowhere: where nothing may be kept, nothing is and nothing fails', async () => {
    const cache = openTeacherCache(null);
    expect(await writeRows(cache, ONE)).toEqual({ kind: 'not-kept', note: null });
    expect(await cache.find(ONE, TAPS)).toBeNull();
    await cache.trim();
    await cache.close();
  });
});

describe.each(BACKENDS.filter(([, { kind }]) => kind === 'tensorflow'))('%s', (_, backend) => {
  beforeAll(() => use(backend));

  test('maps a file of theirs into memory as it stands', async () => {
    const folder = folderOf();
    await keep(folder, ONE);
    const found = await find(folder, ONE);
    const mapped = (found?.taps ?? []).map(({ path, shape }) =>
      tensorflowOp('ImmutableConst', {
        dtype: { type: 'TF_FLOAT' },
        shape: { shape: [ROWS, ...shape] },
        memory_region_name: { text: path },
      }),
    );
    expect(mapped.map((it) => it.dataSync())).toEqual(wanted(ONE));
  });
});

describe('damage', () => {
  const FILES = ['manifest.json', 'tap-0.f32', 'tap-1.f32'];

  test.each(FILES)('at any byte of %s is refused, and what is damaged goes', async (name) => {
    const folder = folderOf();
    await keep(folder, ONE);
    const path = join(folder, ONE, name);
    const good = readFileSync(path);
    const every = process.env.POTSTILL_FULL ? 1 : 7;
    for (let at = 0; at < good.length; at += every) {
      const bytes = Buffer.from(good);
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      writeFileSync(path, bytes);
      expect(await find(folder, ONE), `byte ${at}`).toBeNull();
      expect(entries(folder)).toEqual([]);
      await keep(folder, ONE);
    }
  });

  const cuts: Record<string, (bytes: Buffer) => Uint8Array> = {
    'cut short': (it) => it.subarray(0, -1),
    'with something behind it': (it) => Buffer.concat([it, Buffer.of(0)]),
    empty: () => Buffer.alloc(0),
  };
  for (const [what, change] of Object.entries(cuts))
    test.each(FILES.slice(1))(`a file ${what}: %s`, async (name) => {
      const folder = folderOf();
      await keep(folder, ONE);
      writeFileSync(join(folder, ONE, name), change(readFileSync(join(folder, ONE, name))));
      expect(await find(folder, ONE)).toBeNull();
      expect(entries(folder)).toEqual([]);
    });

  test.each(FILES)('a file that is gone: %s', async (name) => {
    const folder = folderOf();
    await keep(folder, ONE);
    rmSync(join(folder, ONE, name));
    expect(await find(folder, ONE)).toBeNull();
    expect(await writeRows(openTeacherCache(folder), ONE)).toMatchObject({ kind: 'kept' });
    expect(await find(folder, ONE)).not.toBeNull();
    expect(entries(folder)).toEqual([ONE]);
  });

  test('rows are read from a whole file alone', async () => {
    const path = join(folderOf(), 'rows');
    writeFileSync(path, Buffer.alloc(20));
    await expect(readRows(path, [2], 2)).rejects.toThrow('20 bytes are not 2 rows');
    await expect(readRows(path, [2], 3)).rejects.toThrow('20 bytes are not 3 rows');
  });
});

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
