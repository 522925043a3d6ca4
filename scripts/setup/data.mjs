import { mkdir, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DATA_SETS } from './data-sets.mjs';
import { damagedFiles, publishFolder, readJson, sha256 } from './files.mjs';
import { dataFolder } from './places.mjs';
import { SetupProblem } from './problem.mjs';

/** @typedef {Record<string, Record<string, { size: number, sha256: string }>>} DataLock by set, then by file */

const lockPath = join(dirname(fileURLToPath(import.meta.url)), 'locks', 'data.json');

/** @returns {Promise<DataLock>} what every prepared file must be */
export async function readDataLock() {
  const lock = /** @type {DataLock | undefined} */ (await readJson(lockPath));
  if (!lock)
    throw new SetupProblem('scripts/setup/locks/data.json is missing or damaged.', 'git checkout scripts');
  return lock;
}

/** @param {string} folder @param {DataLock[string]} wanted @returns {Promise<string[]>} files that are missing or changed */
export async function changedFiles(folder, wanted) {
  const changed = [];
  for (const [name, { sha256: hash }] of Object.entries(wanted)) {
    if ((await sha256(join(folder, name)).catch(() => '')) !== hash) changed.push(name);
  }
  return changed;
}

/** What a killed set-up left. */
async function removeDrafts() {
  for (const name of await readdir(dataFolder()).catch(() => [])) {
    if (/\.(draft|old)-/.test(name)) await rm(join(dataFolder(), name), { recursive: true, force: true });
  }
}

/**
 * Makes sure that one data set lies in the user's folder. The caller holds that folder's lock.
 *
 * @param {string} set one of DATA_SETS
 * @param {import('./progress.mjs').Step} step
 * @param {{ prove?: boolean }} [options] whether the hashes of what is there are looked at, and not its sizes alone
 * @returns {Promise<boolean>} whether it had to be made
 */
export async function ensureDataSet(set, step, { prove = false } = {}) {
  await removeDrafts();
  const recipe = DATA_SETS[set];
  const wanted = (await readDataLock())[set];
  if (!recipe || !wanted) throw new SetupProblem(`scripts/setup/locks/data.json lacks the data set ${set}.`);
  const place = join(dataFolder(), set);
  const look = prove ? changedFiles : damagedFiles;
  if ((await look(place, wanted)).length === 0) return false;
  const draft = `${place}.draft-${process.pid}`;
  try {
    await mkdir(draft, { recursive: true });
    await recipe.make(draft, Object.keys(wanted), step);
    const [changed] = await changedFiles(draft, wanted);
    if (changed !== undefined)
      throw new SetupProblem(
        `The data set ${set} is not the locked one: ${changed} has another hash.`,
        `${recipe.download > 0 ? '' : 'delete node_modules and '}run the command again; if it stays so, report it`,
      );
    await publishFolder(draft, place);
    return true;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/**
 * Makes sure of every data set that comes with the packages; the others are brought on demand. Sizes are looked at
 * every time, hashes when a set is made; the engine checks the hash again when it loads one.
 *
 * @param {import('./progress.mjs').Step} step
 * @returns {Promise<string[]>} the sets that had to be made
 */
export async function ensureData(step) {
  const made = [];
  for (const [set, { download }] of Object.entries(DATA_SETS)) {
    if (download === 0 && (await ensureDataSet(set, step))) made.push(set);
  }
  return made;
}
