import { randomBytes } from 'node:crypto';
import { lstatSync, readdirSync } from 'node:fs';
import { copyFile, mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { publishFolder, readJson, sha256, writeWhole } from './files.mjs';
import { npmCi } from './npm.mjs';
import { checkout } from './places.mjs';

/**
 * @typedef {object} LockEntry
 * @property {string} [version]
 * @property {string} [integrity]
 * @property {boolean} [optional]
 * @property {boolean} [devOptional]
 * @property {boolean} [peer]
 *
 * @typedef {{ packages?: Record<string, LockEntry> }} Lock
 */

const STAMP = '.potstill-packages.json';
const DRAFTS = join('.cache', 'packages');

// What others write into a package's folder after npm is done: Electron's own download.
const CHANGES = /^electron\/(dist(\/|$)|path\.txt$|electron\.d\.ts$)/;

/**
 * All files of all packages with their sizes, about a third of a second for 24,000 files. Hidden folders at
 * the top hold npm's notes and other tools' caches, which come and go.
 *
 * @param {string} modules node_modules
 * @returns {string} a line a file
 */
export function listPackageFiles(modules) {
  /** @type {string[]} */
  const lines = [];
  /** @param {string} folder */
  const walk = (folder) => {
    for (const entry of readdirSync(join(modules, folder), { withFileTypes: true })) {
      if (folder === '' && entry.name.startsWith('.')) continue;
      const path = folder ? `${folder}/${entry.name}` : entry.name;
      if (CHANGES.test(path)) continue;
      if (entry.isDirectory()) walk(path);
      else if (entry.isFile()) lines.push(`${path} ${lstatSync(join(modules, path)).size}`);
    }
  };
  walk('');
  return lines.join('\n');
}

/**
 * @param {string} before a list as above
 * @param {string} now
 * @returns {string | undefined} the first file that is gone or has another size; added files do no harm
 */
export function firstLoss(before, now) {
  const there = new Set(now.split('\n'));
  return before
    .split('\n')
    .find((line) => !there.has(line))
    ?.replace(/ \d+$/, '');
}

/**
 * Whether a finished npm run by somebody's hand left just what the lock file names: then it need not be done again.
 *
 * @param {Lock | undefined} lock package-lock.json
 * @param {Lock | undefined} installed npm's own note, which it writes last
 */
export function isInstalled(lock, installed) {
  if (!lock?.packages || !installed?.packages) return false;
  return Object.entries(lock.packages).every(([path, wanted]) => {
    if (path === '') return true;
    const found = installed.packages?.[path];
    if (!found) return wanted.optional === true || wanted.devOptional === true;
    return found.version === wanted.version && found.integrity === wanted.integrity;
  });
}

/** @param {string} modules */
const list = (modules) => {
  try {
    return listPackageFiles(modules);
  } catch {
    return '';
  }
};

/**
 * Makes sure that node_modules is what package-lock.json says, to the last file. The caller holds the checkout's lock.
 *
 * @param {import('./progress.mjs').Step} step
 * @param {string} [root]
 */
export async function ensurePackages(step, root = checkout) {
  // Left by a killed set-up. Where its npm still writes there, the rest goes the next time.
  await rm(join(root, DRAFTS), { recursive: true, force: true }).catch(() => {});
  const modules = join(root, 'node_modules');
  const stampPath = join(modules, STAMP);
  const lockPath = join(root, 'package-lock.json');
  const hash = await sha256(lockPath);
  const stamp = /** @type {{ lock: string, files: string } | undefined} */ (await readJson(stampPath));
  const now = list(modules);
  if (stamp?.lock === hash) {
    const lost = firstLoss(stamp.files, now);
    if (lost === undefined) return;
    step.say(`${lost} is missing or changed, installing anew`);
  } else {
    const lock = /** @type {Lock} */ (JSON.parse(await readFile(lockPath, 'utf8')));
    const installed = /** @type {Lock | undefined} */ (await readJson(join(modules, '.package-lock.json')));
    if (isInstalled(lock, installed)) {
      await writeWhole(stampPath, JSON.stringify({ lock: hash, files: now }));
      return;
    }
    step.say('npm ci');
  }
  await install(root);
  step.result('installed');
}

/**
 * Installs beside and moves the whole into place: a killed or failed install leaves what was there, and an npm that
 * outlives us (kill -9) goes on in a folder that nobody looks at.
 *
 * @param {string} root
 */
async function install(root) {
  const draft = join(root, DRAFTS, `${process.pid}-${randomBytes(4).toString('hex')}`);
  await mkdir(draft, { recursive: true });
  try {
    for (const name of ['package.json', 'package-lock.json', '.npmrc']) {
      await copyFile(join(root, name), join(draft, name)).catch((error) => {
        if (name !== '.npmrc') throw error;
      });
    }
    await npmCi(draft, 'The packages');
    const modules = join(draft, 'node_modules');
    await mkdir(modules, { recursive: true });
    const lock = await sha256(join(draft, 'package-lock.json'));
    await writeWhole(join(modules, STAMP), JSON.stringify({ lock, files: list(modules) }));
    await publishFolder(modules, join(root, 'node_modules'), join(draft, 'old'));
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}
