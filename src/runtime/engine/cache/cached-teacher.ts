import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { Sha256 } from '../../../plan/plan.ts';
import { faultCode } from '../../file-fault.ts';
import { MANIFEST, tapFile } from './cache-folder.ts';

/** One tapped layer and the shape of its output for one example. */
export type TapShape = { readonly layer: string; readonly shape: readonly number[] };

/** What a teacher computed, on disk: a file a tap of rows × shape little-endian float32 and nothing else. */
export type CachedTeacher = {
  readonly rows: number;
  readonly taps: readonly (TapShape & { readonly path: string })[];
};

export const CacheManifest = z.strictObject({
  format: z.literal(1),
  key: Sha256,
  rows: z.int().positive(),
  /** In the order of the files `tap-0.f32`, `tap-1.f32` … */
  taps: z
    .array(
      z.strictObject({
        layer: z.string(),
        shape: z.array(z.int().positive()),
        bytes: z.int().positive(),
        sha256: Sha256,
      }),
    )
    .min(1),
});
export type CacheManifest = z.infer<typeof CacheManifest>;

export const sizeOf = (shape: readonly number[]): number => shape.reduce((product, it) => product * it, 1);
export const bytesOf = (rows: number, taps: readonly TapShape[]): number =>
  taps.reduce((sum, { shape }) => sum + rows * sizeOf(shape) * Float32Array.BYTES_PER_ELEMENT, 0);

/**
 * Reads what stands in the folder of a key, to the last byte.
 *
 * @param taps what is asked for; the cache's taps come in this order
 * @throws Error in the system's words where the disk does not let itself be read
 */
export async function readCached(
  entry: string,
  key: string,
  taps: readonly TapShape[],
): Promise<CachedTeacher | 'missing' | 'damaged'> {
  try {
    const text = await readFile(join(entry, MANIFEST), 'utf8').catch((error: unknown) => {
      if (faultCode(error) === 'ENOENT') return null;
      throw error;
    });
    if (text === null) return 'missing';
    const manifest = CacheManifest.parse(JSON.parse(text));
    if (manifest.key !== key || manifest.taps.length !== taps.length) return 'damaged';
    const found: CachedTeacher['taps'][number][] = [];
    for (const { layer, shape } of taps) {
      const index = manifest.taps.findIndex((it) => it.layer === layer);
      const tap = manifest.taps[index];
      const path = join(entry, tapFile(index));
      if (tap?.shape.join() !== shape.join() || !(await isWhole(path, manifest.rows, tap))) return 'damaged';
      found.push({ layer, shape, path });
    }
    return { rows: manifest.rows, taps: found };
  } catch (error) {
    if (faultCode(error) === '' || faultCode(error) === 'ENOENT') return 'damaged';
    throw error;
  }
}

async function isWhole(path: string, rows: number, tap: CacheManifest['taps'][number]): Promise<boolean> {
  if (tap.bytes !== bytesOf(rows, [tap]) || (await stat(path)).size !== tap.bytes) return false;
  const digest = createHash('sha256');
  for await (const part of createReadStream(path, { highWaterMark: 1 << 20 })) digest.update(part);
  return digest.digest('hex') === tap.sha256;
}
