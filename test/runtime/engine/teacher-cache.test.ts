import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { readRows } from '../../../src/runtime/engine/cache/read-rows.ts';
import { openTeacherCache } from '../../../src/runtime/engine/cache/teacher-cache.ts';
import { temporaryFolders } from '../temporary-folder.ts';
import { BACKENDS, use } from './backends.ts';
import { ROWS, TAPS, valuesOf, writeRows } from './cached-rows.ts';
import { contentOf, entries, find, keep, ONE, THREE, TWO, wanted } from './kept-caches.ts';
import { tensorflowOp } from './tensorflow-op.ts';

const folderOf = temporaryFolders();

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
