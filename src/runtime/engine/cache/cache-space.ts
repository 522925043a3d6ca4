import { readdir, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { AtomicFs } from '../../atomic-write.ts';
import { faultCode } from '../../file-fault.ts';
import { goneFolder, isKey, leftoverKey, MANIFEST, MANIFEST_ASIDE } from './cache-folder.ts';
import { forgetEnded, isUsed } from './cache-use.ts';

/** No more than so much of the disk that would be free without the caches. */
const SHARE_OF_FREE = 1 / 5;

type Rename = AtomicFs['rename'];

export type Space = { readonly limit: number; readonly taken: number };

/**
 * Removes what nobody can finish or use any more, then the caches that were used longest ago, until there is room
 * for `wanted` bytes more. What a living process uses stays.
 *
 * @param most bytes that the caches may take on a large disk
 * @returns what is taken afterwards, and what may be
 */
export async function makeSpace(
  folder: string,
  most: number,
  wanted: number,
  rename: Rename,
): Promise<Space> {
  await forgetEnded(folder);
  await removeLeftovers(folder, rename);
  const names = (await readdir(folder)).filter((it) => isKey(it) || leftoverKey(it) !== undefined);
  const caches = await Promise.all(names.map((name) => measure(folder, name)));
  let taken = caches.reduce((sum, { bytes }) => sum + bytes, 0);
  const { bavail, bsize } = await statfs(folder);
  const limit = Math.min(most, (bavail * bsize + taken) * SHARE_OF_FREE);
  // What can never fit takes no other's place.
  const room = wanted <= limit ? limit - wanted : limit;
  for (const { name, bytes } of caches.sort((a, b) => a.used - b.used)) {
    if (taken <= room) break;
    if (isKey(name) && (await discard(folder, name, rename))) taken -= bytes;
  }
  return { limit, taken };
}

/**
 * Removes the cache of a key, unless a living process uses it.
 *
 * Whoever finds a cache marks its use before it looks for the manifest; here the manifest goes before uses are
 * looked for. So one of the two sees the other, and no file vanishes from under a reader.
 *
 * @param but its use does not count
 * @returns whether the key's place is free
 */
export async function discard(folder: string, key: string, rename: Rename, but?: number): Promise<boolean> {
  const manifest = join(folder, key, MANIFEST);
  const aside = join(folder, key, MANIFEST_ASIDE);
  const quietly = (error: unknown): void => {
    if (faultCode(error) !== 'ENOENT') throw error;
  };
  await rename(manifest, aside).catch(quietly);
  if (await isUsed(folder, key, but)) {
    await rename(aside, manifest).catch(quietly);
    return false;
  }
  const gone = goneFolder(folder, key);
  await rename(join(folder, key), gone).catch(quietly);
  await rm(gone, { recursive: true, force: true });
  return true;
}

/** Drafts of processes that ended, what was being removed, and caches that lost their manifest on the way. */
async function removeLeftovers(folder: string, rename: Rename): Promise<void> {
  for (const name of await readdir(folder)) {
    const key = leftoverKey(name);
    if (key !== undefined && !(await isUsed(folder, key)))
      await rm(join(folder, name), { recursive: true, force: true });
    if (isKey(name) && !(await stat(join(folder, name, MANIFEST)).catch(() => null)))
      await discard(folder, name, rename);
  }
}

async function measure(folder: string, name: string): Promise<{ name: string; bytes: number; used: number }> {
  const path = join(folder, name);
  const files = await readdir(path).catch(() => []);
  const sizes = await Promise.all(
    files.map((it) =>
      stat(join(path, it)).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  const used = await stat(join(path, MANIFEST)).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
  return { name, bytes: sizes.reduce((sum, it) => sum + it, 0), used };
}
