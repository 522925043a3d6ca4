import { join } from 'node:path';
import { ensureBuild } from './build.mjs';
import { ensureData } from './data.mjs';
import { ensureElectron } from './electron.mjs';
import { ensureEngine } from './engine.mjs';
import { currentEngine } from './engines.mjs';
import { readJson, writeJson } from './files.mjs';
import { ensurePackages } from './packages.mjs';
import { enginesFolder } from './places.mjs';
import { SetupProblem } from './problem.mjs';
import { note, step } from './progress.mjs';
import { inCheckout, inUserFolder } from './session.mjs';
import { ensureSystemLibraries } from './system-libraries.mjs';

/**
 * @typedef {object} Wanted
 * @property {'needed' | 'nice' | 'no'} electron whether set-up may end without one
 * @property {boolean} [screen] whether a virtual screen is needed
 * @property {boolean} [build] whether the bundles are built; default yes
 *
 * @typedef {object} SetUp
 * @property {string | undefined} electron path of Electron's program
 */

const HOUR = 60 * 60 * 1000;

/** @param {SetupProblem} problem @param {string} consequence */
function tellAndGoOn(problem, consequence) {
  note(problem.message);
  if (problem.remedy) note(`What to do: ${problem.remedy}`);
  note(consequence);
}

/**
 * The fast engine, or word of why the slow one will train. A failed download is not tried again at each start.
 */
async function engine() {
  const kind = (await currentEngine())?.kind ?? 'cpu';
  const failedPath = join(enginesFolder(), 'failed.json');
  const failed = /** @type {{ kind?: string, when?: number, message?: string } | undefined} */ (
    await readJson(failedPath)
  );
  const slow =
    'Going on with the plain JavaScript engine: everything works, but training is many times slower';
  if (failed?.kind === kind && Date.now() - (failed.when ?? 0) < HOUR) {
    note(`${failed.message} (tried ${Math.round((Date.now() - (failed.when ?? 0)) / 60_000)} minutes ago)`);
    note(`Try again now with: npm run engine -- ${kind}`);
    note(slow);
    return;
  }
  try {
    await step(`Engine ${kind}`, async (handle) => {
      const made = await ensureEngine(kind, handle);
      handle.result(`TensorFlow, trains on ${made.device}`);
    });
  } catch (error) {
    if (!(error instanceof SetupProblem)) throw error;
    if (/downloaded/.test(error.message)) {
      await writeJson(failedPath, { kind, when: Date.now(), message: error.message });
    }
    tellAndGoOn(error, slow);
  }
}

/** @param {Wanted} wanted @returns {Promise<string | undefined>} */
async function electron(wanted) {
  if (wanted.electron === 'no') return undefined;
  try {
    const found = await step('Electron', ensureElectron);
    await step('System libraries', (handle) =>
      ensureSystemLibraries(found.path, wanted.screen === true, handle),
    );
    return found.path;
  } catch (error) {
    if (!(error instanceof SetupProblem) || wanted.electron === 'needed') throw error;
    tellAndGoOn(error, 'Going on without the desktop app');
    return undefined;
  }
}

/**
 * Brings a fresh clone to where it can run. Every step looks first and does nothing where all is well; a fault
 * that leaves something to run is told and passed over.
 *
 * @param {Wanted} wanted
 * @returns {Promise<SetUp>}
 */
export async function setUp(wanted) {
  return inCheckout(async () => {
    await step('Packages', ensurePackages);
    const program = await inUserFolder(async () => {
      await engine();
      await step('Data sets', async (handle) => {
        const made = await ensureData(handle);
        handle.result(made.length > 0 ? `prepared ${made.join(', ')}` : 'MNIST, Fashion-MNIST');
      });
      return electron(wanted);
    });
    if (wanted.build !== false) await step('Build', ensureBuild);
    return { electron: program };
  });
}
