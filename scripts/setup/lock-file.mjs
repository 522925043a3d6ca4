// npm ci refuses a lock file that does not list every optional package of every platform. npm leaves those out
// that its registry did not have when the lock was written (a mirror may lag behind for platforms that nobody
// there uses). Run by hand after such an install: node scripts/setup/lock-file.mjs
import { realpathSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeWhole } from './files.mjs';
import { checkout } from './places.mjs';

/**
 * @typedef {object} Entry
 * @property {string} [version]
 * @property {boolean} [dev]
 * @property {boolean} [optional]
 * @property {string[]} [os]
 * @property {string[]} [cpu]
 * @property {string[]} [libc]
 * @property {Record<string, string>} [optionalDependencies]
 *
 * @typedef {Record<string, Entry>} Entries by path, as in package-lock.json
 */

const SYSTEMS = [
  'android',
  'darwin',
  'freebsd',
  'linux',
  'openharmony',
  'win32',
  'aix',
  'netbsd',
  'openbsd',
  'sunos',
];
const PROCESSORS = [
  'arm64',
  'arm',
  'x64',
  'ia32',
  'ppc64',
  'riscv64',
  's390x',
  'loong64',
  'wasm32',
  'mips64el',
];

/** @param {Entries} entries @returns {Array<{ by: string, name: string, version: string }>} optional packages with no entry */
export function missingEntries(entries) {
  const missing = [];
  for (const [path, entry] of Object.entries(entries)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      // A package is looked for beside the one that asks, then in every folder above.
      let folder = path;
      let found = entries[`${path ? `${path}/` : ''}node_modules/${name}`];
      while (!found && folder !== '') {
        folder = folder.slice(0, Math.max(0, folder.lastIndexOf('node_modules/') - 1));
        found = entries[`${folder ? `${folder}/` : ''}node_modules/${name}`];
      }
      if (!found) missing.push({ by: path, name, version });
    }
  }
  return missing;
}

/**
 * The entry of a package made for one platform. Its platform is read from its name, and it has no hash: nobody
 * here has seen it.
 *
 * @param {string} name
 * @param {string} version
 * @param {Entry} parent
 * @returns {Entry} throws where the name names no platform, or no exact version is asked for
 */
export function platformEntry(name, version, parent) {
  const words = name.split(/[-/]/);
  const os = SYSTEMS.find((system) => words.includes(system));
  const cpu = PROCESSORS.find((processor) => words.includes(processor));
  if (!os || !cpu || !/^\d+\.\d+\.\d+$/.test(version))
    throw new Error(`no platform or version in ${name}@${version}`);
  const libc =
    os === 'linux' ? (/musl/.test(name) ? ['musl'] : /gnu/.test(name) ? ['glibc'] : undefined) : undefined;
  return {
    version,
    ...(parent.dev ? { dev: true } : {}),
    optional: true,
    os: [os],
    cpu: [cpu],
    ...(libc ? { libc } : {}),
  };
}

async function completeLockFile() {
  const path = join(checkout, 'package-lock.json');
  const lock = JSON.parse(await readFile(path, 'utf8'));
  const missing = missingEntries(lock.packages);
  for (const { by, name, version } of missing) {
    lock.packages[`node_modules/${name}`] = platformEntry(name, version, lock.packages[by]);
  }
  const sorted = Object.keys(lock.packages).sort((a, b) => a.localeCompare(b, 'en'));
  lock.packages = Object.fromEntries(sorted.map((key) => [key, lock.packages[key]]));
  if (missing.length > 0) await writeWhole(path, `${JSON.stringify(lock, null, 2)}\n`);
  console.log(`${missing.length} entries added${missing.map(({ name }) => `\n  ${name}`).join('')}`);
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url))
  await completeLockFile();
