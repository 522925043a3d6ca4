import { median } from './pace.mjs';
import { torchSteps } from './torch-side.mjs';

/** @typedef {import('./jobs.mjs').Precision} Precision */
/** @typedef {import('./torch-side.mjs').Torch} Torch */
/** @typedef {import('./torch-side.mjs').Compiled} Compiled */
/** @typedef {import('./torch-side.mjs').LoadedTeacher} LoadedTeacher */
/** @typedef {ReturnType<typeof makeTrials>} Trials */
/**
 * @typedef {object} Trial how PyTorch does best
 * @property {{ compile: Compiled, milliseconds: number, warmUp: number }[]} tried median of a step, and seconds before
 *   the first, with nothing compiled by an earlier one
 * @property {Compiled} kept
 * @property {number} compiling seconds that the kept way compiled for
 */

/**
 * PyTorch in each way that there is; the fastest is kept. Jobs with the same step share one trial.
 *
 * @param {Torch} torch
 * @param {number} seconds
 */
export function makeTrials(torch, seconds) {
  /** @type {Map<string, Trial>} */
  const known = new Map();
  /**
   * @param {string} student
   * @param {LoadedTeacher | null} teacher
   * @param {Precision} precision
   * @returns {Promise<Trial>}
   */
  return async (student, teacher, precision) => {
    const key = `${teacher?.network} ${student} ${precision}`;
    const trial = known.get(key) ?? (await tryAll(torch, student, teacher, { precision, seconds }));
    known.set(key, trial);
    return trial;
  };
}

/**
 * @param {Torch} torch
 * @param {string} student
 * @param {LoadedTeacher | null} teacher
 * @param {{ precision: Precision, seconds: number }} how
 * @returns {Promise<Trial>}
 */
async function tryAll(torch, student, teacher, how) {
  /** @type {Compiled[]} */
  const ways = teacher ? ['nothing', 'teacher', 'all'] : ['nothing', 'all'];
  /** @type {Trial['tried']} */
  const tried = [];
  for (const compile of ways) {
    const { paces, warmUp } = await torchSteps(torch, student, teacher, { ...how, compile });
    tried.push({ compile, milliseconds: median(paces), warmUp });
  }
  const { compile, warmUp } = tried.reduce((best, it) => (it.milliseconds < best.milliseconds ? it : best));
  return { tried, kept: compile, compiling: compile === 'nothing' ? 0 : warmUp };
}
