import { load, thisMachine } from '../machine.mjs';
import { firstStep } from './first-step.mjs';
import { NETWORKS } from './jobs.mjs';
import { ourJob, ourSteps } from './our-side.mjs';
import { spread } from './pace.mjs';
import { soak } from './soak.mjs';
import { ensureTeacher } from './teachers.mjs';
import { aboutTorch, torchJob, torchSteps } from './torch-side.mjs';
import { makeTrials } from './trials.mjs';

/** @typedef {import('./jobs.mjs').Precision} Precision */
/** @typedef {import('./jobs.mjs').Job} Job */
/** @typedef {import('./torch-side.mjs').Torch} Torch */
/** @typedef {import('./trials.mjs').Trial} Trial */
/** @typedef {import('./trials.mjs').Trials} Trials */
/** @typedef {import('./run-events.mjs').JobResult} JobResult */

/**
 * @typedef {object} Wish
 * @property {Job[]} jobs
 * @property {Precision[]} precisions
 * @property {number} rounds in which each step is timed once on each side
 * @property {number} seconds that a step is timed for in one round
 * @property {boolean} longRun whether 10,000 steps are taken at the end, to see that nothing grows
 * @property {boolean} quick one seed and one epoch: shows that everything runs, and says nothing of speed
 *
 * @typedef {object} StepRow
 * @property {string} network
 * @property {Precision} precision
 * @property {import('./pace.mjs').Spread[]} ours by round
 * @property {import('./pace.mjs').Spread[]} torch
 * @property {Trial} trial
 *
 * @typedef {object} JobRow
 * @property {string} job
 * @property {Precision} precision
 * @property {number} epochs
 * @property {JobResult[]} ours by seed
 * @property {(JobResult & { idle: number })[]} torch
 * @property {Trial} trial
 *
 * @typedef {object} Sitting
 * @property {string} when
 * @property {import('../machine.mjs').Machine & { load: number }} machine
 * @property {import('./torch-side.mjs').About} torch
 * @property {import('./first-step.mjs').FirstStep[]} first
 * @property {StepRow[]} steps
 * @property {JobRow[]} jobs
 * @property {import('./soak.mjs').Soak | null} soak
 */

/**
 * Times both sides in turn, from the first step to the last job.
 *
 * @param {Torch} torch
 * @param {Wish} wish
 * @param {import('../../scripts/setup/progress.mjs').Step} step
 * @returns {Promise<Sitting>}
 */
export async function sit(torch, wish, step) {
  const machine = { ...thisMachine(), load: load() };
  const about = await aboutTorch(torch);
  step.say('first steps of the starter');
  const first = [];
  for (let time = 0; time < wish.rounds; time += 1) first.push(await firstStep());
  const teachers = await makeTeachers(torch, wish.jobs, step);
  const trials = makeTrials(torch, wish.seconds);
  const steps = await timeSteps(torch, wish, trials, step);
  const jobs = [];
  for (const job of wish.jobs)
    for (const precision of wish.precisions)
      jobs.push(await timeJob(torch, wish, trials, job, teachers(job), precision, step));
  const [longest] = wish.jobs;
  if (wish.longRun) step.say('a long run');
  const long = wish.longRun && longest ? await soak(longest, teachers(longest)) : null;
  return {
    when: new Date().toISOString().slice(0, 10),
    machine,
    torch: about,
    first,
    steps,
    jobs,
    soak: long,
  };
}

/**
 * @param {Torch} torch
 * @param {Job[]} jobs
 * @param {import('../../scripts/setup/progress.mjs').Step} step
 * @returns {Promise<(job: Job) => string>} the file of a job's teacher
 */
async function makeTeachers(torch, jobs, step) {
  /** @type {Map<string, string>} */
  const files = new Map();
  for (const name of new Set(jobs.map((it) => it.teacher))) {
    const say = (/** @type {string} */ text) => step.say(`teacher ${name}, ${text}`);
    files.set(name, await ensureTeacher(torch, name, say));
  }
  return (job) => files.get(job.teacher) ?? '';
}

/**
 * @param {Torch} torch
 * @param {Wish} wish
 * @param {Trials} trials
 * @param {import('../../scripts/setup/progress.mjs').Step} step
 * @returns {Promise<StepRow[]>}
 */
async function timeSteps(torch, { jobs, precisions, rounds, seconds }, trials, step) {
  const wanted = new Set(jobs.flatMap((it) => [it.student, it.teacher]));
  /** @type {StepRow[]} */
  const rows = [];
  for (const network of Object.keys(NETWORKS).filter((it) => wanted.has(it)))
    for (const precision of precisions) {
      step.say(`${network} in ${precision}, trial`);
      const trial = await trials(network, null, precision);
      rows.push({ network, precision, ours: [], torch: [], trial });
    }
  for (let round = 0; round < rounds; round += 1)
    for (const { network, precision, ours, torch: theirs, trial } of rows) {
      step.say(`${network} in ${precision}, round ${round + 1} of ${rounds}`);
      await inTurn(round, [
        async () => void ours.push(spread(await ourSteps(network, precision, seconds))),
        async () => {
          const how = { precision, seconds, compile: trial.kept };
          theirs.push(spread((await torchSteps(torch, network, null, how)).paces));
        },
      ]);
    }
  return rows;
}

/**
 * @param {Torch} torch
 * @param {Wish} wish
 * @param {Trials} trials
 * @param {Job} job
 * @param {string} teacher its file
 * @param {Precision} precision
 * @param {import('../../scripts/setup/progress.mjs').Step} step
 * @returns {Promise<JobRow>}
 */
async function timeJob(torch, { quick }, trials, job, teacher, precision, step) {
  step.say(`${job.id} in ${precision}, trial`);
  const loaded = { network: job.teacher, file: teacher };
  const trial = await trials(job.student, loaded, precision);
  const epochs = quick ? 1 : job.epochs;
  /** @type {JobRow} */
  const row = { job: job.id, precision, epochs, ours: [], torch: [], trial };
  for (const [turn, seed] of (quick ? job.seeds.slice(0, 1) : job.seeds).entries()) {
    step.say(`${job.id} in ${precision}, seed ${seed}`);
    await inTurn(turn, [
      async () => void row.ours.push(await ourJob(job, teacher, precision, { seed, epochs })),
      async () =>
        void row.torch.push(
          await torchJob(torch, job, teacher, { precision, seed, epochs, compile: trial.kept }),
        ),
    ]);
  }
  assertSameSize(job, row);
  return row;
}

/** Who comes first changes from turn to turn. @param {number} turn @param {(() => Promise<void>)[]} sides */
async function inTurn(turn, sides) {
  for (const side of turn % 2 === 0 ? sides : sides.toReversed()) await side();
}

/** @param {Job} job @param {JobRow} row */
function assertSameSize({ id }, row) {
  const sizes = new Set([...row.ours, ...row.torch].map((it) => it.parameters));
  if (sizes.size !== 1)
    throw new Error(`The students of ${id} are not of one size: ${[...sizes].join(', ')}`);
}
