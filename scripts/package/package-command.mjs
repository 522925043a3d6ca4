import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { runChild, tail } from '../setup/child.mjs';
import { changedFiles, readDataLock } from '../setup/data.mjs';
import { DATA_SETS } from '../setup/data-sets.mjs';
import { electronInHand } from '../setup/electron.mjs';
import { currentEngine, readEngine } from '../setup/engines.mjs';
import { damagedFiles, fileSize, filesBelow, readJson, writeJson, writeWhole } from '../setup/files.mjs';
import { cache, checkout, dataFolder, enginesFolder } from '../setup/places.mjs';
import { SetupProblem } from '../setup/problem.mjs';
import { note, size, step } from '../setup/progress.mjs';
import { inCheckout } from '../setup/session.mjs';
import { setUp } from '../setup/set-up.mjs';
import { lockedParts, noticesText, productionParts } from './notices.mjs';

const NOT_SHIPPED = /^include\//; // headers, which only the binding's build needs

/** @returns {Promise<{ folder: string, record: import('../setup/engines.mjs').EngineRecord }>} the chosen engine, whole */
async function engineToShip() {
  const current = await currentEngine();
  const folder = join(enginesFolder(), current?.folder ?? '');
  const record = current && (await readEngine(folder));
  if (record && (await damagedFiles(folder, record.files)).length === 0) return { folder, record };
  throw new SetupProblem('There is no native engine to put into the package.', 'npm run engine -- cpu');
}

/** @param {string} set @returns {number} bytes that are fetched for it on demand */
const fetched = (set) => DATA_SETS[set]?.download ?? 0;

/** @returns {Promise<string[]>} the data sets that are here, whole; set-up leaves out those that are large */
async function dataToShip() {
  const there = [];
  for (const [set, wanted] of Object.entries(await readDataLock())) {
    if (!existsSync(join(dataFolder(), set))) continue;
    const [changed] = await changedFiles(join(dataFolder(), set), wanted);
    if (changed !== undefined)
      throw new SetupProblem(
        `The data set ${set} cannot go into the package: ${changed} is missing or was changed.`,
        `npm run data -- ${set}`,
      );
    there.push(set);
  }
  return there;
}

/**
 * What is made for the package alone, laid out as in its resources folder.
 *
 * @param {import('../setup/engines.mjs').EngineRecord} record
 * @param {string[]} sets data sets in the package
 * @returns {Promise<string>} folder
 */
async function stage(record, sets) {
  const folder = join(cache, 'package');
  await rm(folder, { recursive: true, force: true });
  await mkdir(join(folder, 'engine'), { recursive: true });
  const files = Object.entries(record.files).filter(([name]) => !NOT_SHIPPED.test(name));
  await writeJson(join(folder, 'engine', 'engine.json'), { ...record, files: Object.fromEntries(files) });
  const parts = await productionParts(checkout);
  for (const set of sets.filter((it) => fetched(it) > 0))
    parts.push(...(await lockedParts(join(checkout, 'scripts', 'setup', set, 'package-lock.json'))));
  const notices = noticesText(parts, `TensorFlow ${record.version}`);
  await writeWhole(join(folder, 'THIRD_PARTY_NOTICES.txt'), notices);
  return folder;
}

/** @param {string} program of Electron @returns {string} the folder that electron-builder takes as its distribution */
function distribution(program) {
  // macOS: …/dist/Electron.app/Contents/MacOS/Electron. Not proven.
  return process.platform === 'darwin' ? join(dirname(program), '..', '..', '..') : dirname(program);
}

/** @returns {string} where electron-builder puts the folder */
function outcome() {
  const names = {
    linux: 'linux-unpacked',
    win32: 'win-unpacked',
    darwin: `mac${process.arch === 'arm64' ? '-arm64' : ''}`,
  };
  const suffix = process.platform !== 'darwin' && process.arch === 'arm64' ? '-arm64' : '';
  const name = names[/** @type {'linux'} */ (process.platform)] ?? 'unpacked';
  return join(checkout, 'dist', suffix ? name.replace('-unpacked', `${suffix}-unpacked`) : name);
}

/**
 * @param {string[]} args electron-builder's own, such as `--linux deb`; none makes the app folder
 * @returns {Promise<number>} exit code
 */
export async function packageApp(args) {
  await setUp({ electron: 'needed' });
  return inCheckout(async () => {
    const electron = await electronInHand();
    const { folder, record } = await engineToShip();
    const sets = await dataToShip();
    await step('Package', async (handle) => {
      handle.say('collecting licences');
      const staged = await stage(record, sets);
      const place = outcome();
      await rm(place, { recursive: true, force: true });
      handle.say('electron-builder');
      const program = join(checkout, 'node_modules', 'electron-builder', 'cli.js');
      const own = [
        `-c.electronDist=${distribution(electron.path)}`,
        `-c.electronVersion=${electron.version}`,
      ];
      const result = await runChild(
        process.execPath,
        [program, ...(args.length > 0 ? args : ['--dir']), ...own],
        {
          cwd: checkout,
          env: {
            ...process.env,
            // electron-builder puts the checkout's path before whatever stands here.
            POTSTILL_ENGINE: relative(checkout, folder),
            POTSTILL_DATA: relative(checkout, dataFolder()),
            POTSTILL_STAGE: relative(checkout, staged),
            NO_COLOR: '1',
          },
        },
      );
      if (result.code !== 0) {
        throw new SetupProblem(
          `electron-builder failed:\n${tail(`${result.stdout}\n${result.stderr}`, 20)}`,
          'AppImage, deb, dmg and NSIS download helper programs: try without arguments, which makes the app folder',
        );
      }
      let bytes = 0;
      for (const name of await filesBelow(place)) bytes += await fileSize(join(place, name));
      handle.result(`${place} (${size(bytes)}, of which the engine ${size(engineBytes(record))})`);
    });
    for (const [set, { title }] of Object.entries(DATA_SETS)) {
      if (!sets.includes(set)) note(`It has no ${title}: npm run data -- ${set} first puts it in`);
    }
    if (!electron.official) {
      const wanted = /** @type {{ version?: string } | undefined} */ (
        await readJson(join(checkout, 'node_modules', 'electron', 'package.json'))
      )?.version;
      note(
        `It holds Electron ${electron.version} from the pinned mirror package: good for trying, not for shipping`,
      );
      note(
        `Package on a machine that can fetch the official Electron ${wanted ?? ''} before giving it to anyone`,
      );
    }
    return 0;
  });
}

/** @param {import('../setup/engines.mjs').EngineRecord} record */
function engineBytes(record) {
  return Object.entries(record.files).reduce(
    (sum, [name, file]) => sum + (NOT_SHIPPED.test(name) ? 0 : file.size),
    0,
  );
}
