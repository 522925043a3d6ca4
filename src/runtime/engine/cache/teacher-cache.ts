import { mkdir, open, rename, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { type AtomicFs, syncFolder } from '../../atomic-write.ts';
import { beginDraft, type CacheDraft } from './cache-draft.ts';
import { MANIFEST, tapFile } from './cache-folder.ts';
import { discard, makeSpace } from './cache-space.ts';
import { endUse, markUse } from './cache-use.ts';
import { type CacheWriter, keepNothing, notKept, writerOf } from './cache-writer.ts';
import { bytesOf, type CachedTeacher, readCached, type TapShape } from './cached-teacher.ts';

/** What frozen teachers computed, on disk for runs to come. Several processes may use one folder at once. */
export type TeacherCache = {
  /**
   * The outputs kept under a key, every byte of them checked; null where there are none. Damaged ones are removed.
   * What is found stays until `close` or the end of the process.
   *
   * @param taps the layers that the key was made of
   */
  find(key: string, taps: readonly TapShape[]): Promise<CachedTeacher | null>;
  /** Makes room and begins to write outputs. Once complete they are found, and stay as what `find` gave. */
  create(key: string, rows: number, taps: readonly TapShape[]): Promise<CacheWriter>;
  /** Removes what was used longest ago until all fits the limit. What any process uses stays. */
  trim(): Promise<void>;
  /** Nothing that was found or written is used any more. */
  close(): Promise<void>;
};

const LIMIT = 8 * 2 ** 30;

/**
 * @param folder null where nothing may be kept
 * @param limitBytes what all caches may take; never more than a fifth of the disk that is free without them
 * @param fs handed in by tests that let each operation fail in turn
 */
export function openTeacherCache(folder: string | null, limitBytes = LIMIT, fs?: AtomicFs): TeacherCache {
  if (folder === null) return NOTHING;
  const move = fs?.rename ?? rename;
  const used = new Set<string>();
  const use = async (key: string): Promise<void> => {
    await markUse(folder, key);
    used.add(key);
  };
  const letGo = async (key: string): Promise<void> => {
    used.delete(key);
    await endUse(folder, key);
  };
  return {
    async find(key, taps) {
      try {
        await use(key);
        const found = await readCached(join(folder, key), key, taps);
        if (found === 'damaged') await discard(folder, key, move, process.pid);
        if (typeof found !== 'string') {
          await touch(folder, key);
          return found;
        }
      } catch {
        // It could not be read, so that it is computed again.
      }
      await letGo(key);
      return null;
    },
    async create(key, rows, taps) {
      try {
        await mkdir(folder, { recursive: true });
        const wanted = bytesOf(rows, taps);
        const { taken, limit } = await makeSpace(folder, limitBytes, wanted, move);
        if (taken + wanted > limit) return keepNothing(tooLarge(wanted, limit, taken));
        await use(key);
        const draft = await beginDraft(folder, key, rows, taps, fs);
        const publish = (): Promise<CachedTeacher> => publishDraft(draft, folder, key, rows, taps, fs);
        return writerOf(draft, rows, taps, publish, () => letGo(key));
      } catch (error) {
        await letGo(key);
        return keepNothing(notKept(error));
      }
    },
    trim: () =>
      makeSpace(folder, limitBytes, 0, move).then(
        () => undefined,
        () => undefined,
      ),
    async close() {
      for (const key of used) await letGo(key);
    },
  };
}

const NOTHING: TeacherCache = {
  find: () => Promise.resolve(null),
  create: () => Promise.resolve(keepNothing(null)),
  trim: () => Promise.resolve(),
  close: () => Promise.resolve(),
};

/** Tells that a cache was used just now. Where the disk does not take it, it counts as used longer ago. */
function touch(folder: string, key: string): Promise<void> {
  const now = new Date();
  return utimes(join(folder, key, MANIFEST), now, now).catch(() => undefined);
}

async function publishDraft(
  draft: CacheDraft,
  folder: string,
  key: string,
  rows: number,
  taps: readonly TapShape[],
  fs?: AtomicFs,
): Promise<CachedTeacher> {
  const entry = join(folder, key);
  const move = fs?.rename ?? rename;
  try {
    await move(draft.path, entry);
  } catch (error) {
    // Another process was quicker, or something stands there that is none.
    const there = await readCached(entry, key, taps);
    if (typeof there !== 'string') {
      await draft.remove();
      await touch(folder, key);
      return there;
    }
    if (!(await discard(folder, key, move, process.pid))) throw error;
    await move(draft.path, entry);
  }
  if (process.platform !== 'win32') await syncFolder(fs ?? { open }, folder);
  const at = (index: number): string => join(entry, tapFile(index));
  return { rows, taps: taps.map(({ layer, shape }, index) => ({ layer, shape, path: at(index) })) };
}

function tooLarge(wanted: number, limit: number, taken: number): string {
  const megabytes = (bytes: number): string => `${Math.ceil(bytes / 1e6).toLocaleString('en')} MB`;
  const used = taken > 0 ? `, and ${megabytes(taken)} of it are in use` : '';
  const allowed = `caches may take ${megabytes(limit)} of this disk${used}`;
  return `The teacher's outputs (${megabytes(wanted)}) are not kept for later runs: ${allowed}.`;
}
