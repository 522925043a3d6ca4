import { copyFile, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bytesBelow } from './files.mjs';
import { npmCi } from './npm.mjs';

/**
 * Has npm fetch packages that a lock file of their own pins, and check their hashes.
 *
 * @param {{ lock: string, title: string, bytes: number }} of `lock`: folder beside this file; `bytes`: of all files, for the
 *   progress line
 * @param {string} into an empty folder
 * @param {import('./progress.mjs').Step} step
 * @returns {Promise<string>} the folder that holds the packages
 */
export async function fetchLocked({ lock, title, bytes }, into, step) {
  const locked = join(dirname(fileURLToPath(import.meta.url)), lock);
  await mkdir(into, { recursive: true });
  for (const name of ['package.json', 'package-lock.json'])
    await copyFile(join(locked, name), join(into, name));
  const look = setInterval(async () => {
    const there = await bytesBelow(into);
    if (there > 1e6) step.bytes(Math.min(there, bytes), bytes);
  }, 500);
  try {
    await npmCi(into, `The data set ${title}`);
  } finally {
    clearInterval(look);
  }
  return join(into, 'node_modules');
}
