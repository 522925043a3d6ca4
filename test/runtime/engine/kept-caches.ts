import { readdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import type { CachedTeacher } from '../../../src/runtime/engine/cache/cached-teacher.ts';
import { readRows } from '../../../src/runtime/engine/cache/read-rows.ts';
import { openTeacherCache } from '../../../src/runtime/engine/cache/teacher-cache.ts';
import { keyOf, ROWS, TAPS, valuesOf, writeRows } from './cached-rows.ts';

/* Folders of caches, as runs leave them. */

export const [ONE, TWO, THREE] = [keyOf(1), keyOf(2), keyOf(3)];

/** Keeps the outputs of keys, each used later than the one before and none in use now. */
export async function keep(folder: string, ...keys: string[]): Promise<void> {
  const cache = openTeacherCache(folder);
  for (const [index, key] of keys.entries()) {
    const outcome = await writeRows(cache, key);
    if (outcome.kind !== 'kept') throw new Error(`not kept: ${outcome.note}`);
    utimesSync(join(folder, key, 'manifest.json'), 1000 + index, 1000 + index);
  }
  await cache.close();
}

/** What a later run finds. */
export const find = (folder: string, key: string): Promise<CachedTeacher | null> =>
  openTeacherCache(folder).find(key, TAPS);

/** All that lies in a folder but the marks of who uses it. */
export const entries = (folder: string): string[] =>
  readdirSync(folder)
    .filter((it) => !it.endsWith('.use'))
    .sort();

export const contentOf = ({ taps, rows }: CachedTeacher): Promise<Float32Array[]> =>
  Promise.all(taps.map(({ path, shape }) => readRows(path, shape, rows)));

export const wanted = (key: string): Float32Array[] => TAPS.map((tap) => valuesOf(key, tap, 0, ROWS));
