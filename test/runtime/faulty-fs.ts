import { open, realpath, rename, stat, unlink } from 'node:fs/promises';
import type { AtomicFile, AtomicFs } from '../../src/runtime/atomic-write.ts';

export type Faults = {
  readonly fs: AtomicFs;
  /** Operations so far, those that failed included. */
  readonly count: () => number;
};

/**
 * The real file system, on which the n-th operation fails; with `onwards` every later one as well, as after a
 * process has died or a disk was pulled out.
 */
export function faultyFs(nth: number, code: string, onwards: boolean): Faults {
  let done = 0;
  const pass = async <T>(operation: () => Promise<T>): Promise<T> => {
    done += 1;
    if (onwards ? done >= nth : done === nth) throw Object.assign(new Error(code), { code });
    return operation();
  };
  const wrap = (file: AtomicFile): AtomicFile => ({
    // A disk takes half of what it is given before it is full.
    write: (bytes, offset, length) => pass(() => file.write(bytes, offset, Math.max(1, length >> 1))),
    read: (into, offset, length, position) => pass(() => file.read(into, offset, length, position)),
    sync: () => pass(() => file.sync()),
    // A file that could not be closed politely is closed by the system all the same.
    close: async () => {
      await file.close();
      await pass(() => Promise.resolve());
    },
  });
  return {
    count: () => done,
    fs: {
      open: (path, flags, mode) => pass(async () => wrap(await open(path, flags, mode))),
      rename: (from, to) => pass(() => rename(from, to)),
      unlink: (path) => pass(() => unlink(path)),
      realpath: (path) => pass(() => realpath(path)),
      stat: (path) => pass(() => stat(path)),
    },
  };
}
