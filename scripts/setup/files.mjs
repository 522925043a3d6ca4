import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';

/** @param {string} path @returns {Promise<string>} hexadecimal SHA-256 of the file's bytes */
export async function sha256(path) {
  const digest = createHash('sha256');
  for await (const part of createReadStream(path, { highWaterMark: 1 << 20 })) digest.update(part);
  return digest.digest('hex');
}

/** @param {string} path @returns {Promise<number>} bytes; -1 where it is no file */
export async function fileSize(path) {
  try {
    const found = await stat(path);
    return found.isFile() ? found.size : -1;
  } catch {
    return -1;
  }
}

/** @param {string} path @returns {Promise<unknown>} undefined where the file is missing or is no JSON */
export async function readJson(path) {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch {
    return undefined;
  }
}

/**
 * Writes a whole file or none: a killed set-up leaves the old one.
 *
 * @param {string} path
 * @param {string | Uint8Array} content
 */
export async function writeWhole(path, content) {
  await mkdir(dirname(path), { recursive: true });
  const draft = join(dirname(path), `.${basename(path)}.${process.pid}.${randomBytes(4).toString('hex')}`);
  const file = await open(draft, 'wx');
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
}

/** @param {string} path @param {unknown} value */
export const writeJson = (path, value) => writeWhole(path, `${JSON.stringify(value, null, 2)}\n`);

/**
 * @typedef {Record<string, { size: number, sha256?: string }>} Inventory by path below a folder, with forward slashes
 *
 * @param {string} folder
 * @returns {Promise<string[]>} all plain files below it, sorted
 */
export async function filesBelow(folder) {
  const names = [];
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (entry.isFile())
      names.push(relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'));
  }
  return names.sort();
}

/** @param {string} folder @returns {Promise<number>} bytes of all files below it, which may come and go meanwhile */
export async function bytesBelow(folder) {
  let sum = 0;
  for (const name of await filesBelow(folder).catch(() => []))
    sum += Math.max(0, await fileSize(join(folder, name)));
  return sum;
}

/**
 * Looks at files by size, which takes a millisecond; their hashes are checked where they are made.
 *
 * @param {string} folder
 * @param {Inventory} inventory
 * @returns {Promise<string[]>} the files that are missing or of another size
 */
export async function damagedFiles(folder, inventory) {
  const bad = [];
  for (const [path, wanted] of Object.entries(inventory)) {
    if ((await fileSize(join(folder, path))) !== wanted.size) bad.push(path);
  }
  return bad;
}

/**
 * Puts a finished folder in its place in one move; an older one there is moved aside first, then deleted.
 *
 * @param {string} draft a whole folder on the same file system
 * @param {string} place
 * @param {string} [aside] where the older one waits to be deleted
 */
export async function publishFolder(
  draft,
  place,
  aside = `${place}.old-${process.pid}-${randomBytes(4).toString('hex')}`,
) {
  await mkdir(dirname(place), { recursive: true });
  try {
    await rename(place, aside);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ENOENT') throw error;
  }
  await rename(draft, place);
  await rm(aside, { recursive: true, force: true });
}
