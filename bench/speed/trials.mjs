import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readJson, writeJson } from '../../scripts/setup/files.mjs';
import { cache, checkout } from '../../scripts/setup/places.mjs';
import { thisMachine } from '../machine.mjs';
import { network } from './jobs.mjs';
import { median } from './pace.mjs';
import { torchSteps } from './torch-side.mjs';

/** @typedef {import('./jobs.mjs').Precision} Precision */
/** @typedef {import('./torch-side.mjs').Torch} Torch */
/** @typedef {import('./torch-side.mjs').Compiled} Compiled */
/** @typedef {import('./torch-side.mjs').LoadedTeacher} LoadedTeacher */
/** @typedef {Awaited<ReturnType<typeof makeTrials>>} Trials */
/**
 * @typedef {object} Trial how PyTorch does best
 * @property {{ compile: Compiled, milliseconds: number, warmUp: number }[]} tried median of a step, and
 *   seconds before
 *   the first, with nothing compiled by an earlier one
 * @property {Compiled} kept
 * @property {number} compiling seconds that the kept way compiled for
 */

/**
 * PyTorch in each way that there is; the fastest is kept, and stays so on this machine until PyTorch or
 * the scripts change. Jobs with the same step share one trial.
 *
 * @param {Torch} torch
 * @param {import('./sitting.mjs').Wish} wish
 * @param {ReturnType<typeof import('./quiet.mjs').createQuiet>} quiet
 */
export async function makeTrials(torch, { seconds, quick }, quiet) {
  const file = join(cache, 'bench', 'trials', `${await trialsKey()}.json`);
  const lasting = /** @type {Record<string, Trial>} */ ((await readJson(file)) ?? {});
  const known = { ...lasting };
  /**
   * @param {string} student
   * @param {LoadedTeacher | null} teacher
   * @param {Precision} precision
   * @returns {Promise<Trial>}
   */
  return async (student, teacher, precision) => {
    const key = `${student} ${precision} ${teacher ? `from ${teacher.network}` : 'alone'}`;
    const found = known[key];
    if (found) return found;
    const { loud } = quiet.counted();
    const trial = await tryAll(torch, student, teacher, { precision, seconds }, quiet.whenQuiet);
    known[key] = trial;
    // What was tried in passing or beside other work is no reason for the next sitting.
    if (!quick && quiet.counted().loud === loud) {
      lasting[key] = trial;
      await writeJson(file, lasting);
    }
    return trial;
  };
}

/** @returns {Promise<string>} of everything that decides which way is the fastest */
async function trialsKey() {
  const digest = createHash('sha256').update(JSON.stringify(thisMachine()));
  const folder = join(checkout, 'bench', 'torch');
  for (const name of (await readdir(folder)).filter((it) => /\.(py|txt)$/.test(it)).sort())
    digest.update(await readFile(join(folder, name)));
  return digest.digest('hex').slice(0, 12);
}

/**
 * What is worth a trial. A ResNet's training step compiles for minutes, and was slower by a quarter and more each time
 * that it was tried (docs/performance.md); a teacher that only answers gains by it.
 *
 * @param {string} student
 * @param {LoadedTeacher | null} teacher
 * @returns {Compiled[]}
 */
function waysOf(student, teacher) {
  const whole = network(student).torch.kind !== 'resnet';
  return [
    'nothing',
    ...(teacher ? /** @type {const} */ (['teacher']) : []),
    ...(whole ? /** @type {const} */ (['all']) : []),
  ];
}

/**
 * @param {Torch} torch
 * @param {string} student
 * @param {LoadedTeacher | null} teacher
 * @param {{ precision: Precision, seconds: number }} how
 * @param {import('./quiet.mjs').WhenQuiet} whenQuiet
 * @returns {Promise<Trial>}
 */
async function tryAll(torch, student, teacher, how, whenQuiet) {
  const ways = waysOf(student, teacher);
  /** @type {Trial['tried']} */
  const tried = [];
  for (const compile of ways) {
    const { paces, warmUp } = await whenQuiet(() =>
      torchSteps(torch, student, teacher, { ...how, compile, fresh: true }),
    );
    tried.push({ compile, milliseconds: median(paces), warmUp });
  }
  const { compile, warmUp } = tried.reduce((best, it) => (it.milliseconds < best.milliseconds ? it : best));
  return { tried, kept: compile, compiling: compile === 'nothing' ? 0 : warmUp };
}
