import { createHash, type Hash } from 'node:crypto';
import { mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type AtomicFile, type AtomicFs, atomicWrite } from '../../atomic-write.ts';
import { draftFolder, MANIFEST, tapFile } from './cache-folder.ts';
import { bytesOf, type CacheManifest, type TapShape } from './cached-teacher.ts';

/** A cache on its way to the disk. What the disk does not take is thrown, in the system's words. */
export type CacheDraft = {
  readonly path: string;
  /** The next rows: an array a tap, in the order of the taps. */
  add(chunks: readonly Float32Array[]): Promise<void>;
  /** Flushes all, the manifest last. */
  complete(): Promise<void>;
  remove(): Promise<void>;
};

type TapDraft = { readonly tap: TapShape; readonly file: AtomicFile; readonly hash: Hash };

/** More than this at once the system does not take. */
const AT_ONCE = 1 << 30;

/**
 * Begins a cache under a name that nobody looks for.
 *
 * @param rows how many will have come before it is complete
 * @param fs handed in by tests that let each operation fail in turn
 */
export async function beginDraft(
  folder: string,
  key: string,
  rows: number,
  taps: readonly TapShape[],
  fs?: AtomicFs,
): Promise<CacheDraft> {
  const path = draftFolder(folder, key);
  const drafts: TapDraft[] = [];
  const remove = async (): Promise<void> => {
    for (const { file } of drafts) await file.close().catch(() => undefined);
    await rm(path, { recursive: true, force: true }).catch(() => undefined);
  };
  try {
    await mkdir(path);
    for (const [index, tap] of taps.entries()) {
      const file = await (fs?.open ?? open)(join(path, tapFile(index)), 'wx');
      drafts.push({ tap, file, hash: createHash('sha256') });
    }
  } catch (error) {
    await remove();
    throw error;
  }
  return {
    path,
    remove,
    async add(chunks) {
      for (const [index, { buffer, byteOffset, byteLength }] of chunks.entries()) {
        const bytes = new Uint8Array(buffer, byteOffset, byteLength);
        drafts[index]?.hash.update(bytes);
        if (drafts[index]) await writeAll(drafts[index].file, bytes);
      }
    },
    async complete() {
      for (const { file } of drafts) {
        await file.sync();
        await file.close();
      }
      const manifest: CacheManifest = {
        format: 1,
        key,
        rows,
        taps: drafts.map(({ tap: { layer, shape }, hash }) => ({
          layer,
          shape: [...shape],
          bytes: bytesOf(rows, [{ layer, shape }]),
          sha256: hash.digest('hex'),
        })),
      };
      // It flushes the folder too, and with it the names of the taps' files.
      await atomicWrite(join(path, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`, fs ? { fs } : {});
    },
  };
}

async function writeAll(file: AtomicFile, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.byteLength; ) {
    const { bytesWritten } = await file.write(bytes, at, Math.min(bytes.byteLength - at, AT_ONCE));
    if (bytesWritten <= 0) throw new Error(`${bytesWritten} bytes were taken of ${bytes.byteLength - at}`);
    at += bytesWritten;
  }
}
