import { fileFault } from '../../file-fault.ts';
import type { CacheDraft } from './cache-draft.ts';
import { type CachedTeacher, sizeOf, type TapShape } from './cached-teacher.ts';

/** What became of a cache. Where there is none the run goes on; `note` says why, for the person. */
export type CacheOutcome =
  | { readonly kind: 'kept'; readonly teacher: CachedTeacher }
  | { readonly kind: 'not-kept'; readonly note: string | null };

/** Takes a teacher's outputs. No disk makes it fail: what cannot be kept is let go, and told at the end. */
export type CacheWriter = {
  /** The next rows: an array a tap, in the order of the taps, which may be used again once this resolves. */
  add(chunks: readonly Float32Array[]): Promise<void>;
  /** All rows are there. */
  finish(): Promise<CacheOutcome>;
  /** The rows that are missing will not come. */
  abandon(): Promise<void>;
};

/** Takes everything and keeps nothing. */
export const keepNothing = (note: string | null): CacheWriter => ({
  add: () => Promise.resolve(),
  finish: () => Promise.resolve({ kind: 'not-kept', note }),
  abandon: () => Promise.resolve(),
});

/**
 * @param publish makes the complete draft one that is found
 * @param letGo runs once where nothing was kept
 */
export function writerOf(
  draft: CacheDraft,
  rows: number,
  taps: readonly TapShape[],
  publish: () => Promise<CachedTeacher>,
  letGo: () => Promise<void>,
): CacheWriter {
  let done = 0;
  let failed: string | undefined;
  const drop = async (note: string): Promise<void> => {
    failed = note;
    await draft.remove();
    await letGo();
  };
  const attempt = async <T>(work: () => Promise<T>): Promise<T | undefined> => {
    if (failed !== undefined) return undefined;
    try {
      return await work();
    } catch (error) {
      await drop(notKept(error));
      return undefined;
    }
  };
  return {
    async add(chunks) {
      done += rowsIn(chunks, taps);
      await attempt(() => draft.add(chunks));
    },
    async finish() {
      if (done !== rows) throw new RangeError(`${done} rows came where ${rows} were promised`);
      const teacher = await attempt(async () => {
        await draft.complete();
        return publish();
      });
      return teacher ? { kind: 'kept', teacher } : { kind: 'not-kept', note: failed ?? null };
    },
    async abandon() {
      if (failed === undefined) await drop('');
    },
  };
}

/** What to tell where the disk does not take a cache. */
export const notKept = (error: unknown): string =>
  `The teacher's outputs are not kept for later runs. ${fileFault(error, 'them', 'keep').problem.message}`;

function rowsIn(chunks: readonly Float32Array[], taps: readonly TapShape[]): number {
  const counts = new Set(taps.map(({ shape }, index) => (chunks[index]?.length ?? 0) / sizeOf(shape)));
  const [rows = 0] = counts;
  if (chunks.length !== taps.length || counts.size !== 1 || !Number.isInteger(rows))
    throw new RangeError(`chunks of ${chunks.map((it) => it.length)} values are no rows of these taps`);
  return rows;
}
