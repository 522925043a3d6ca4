import { thisMachine } from '../machine.mjs';
import { firstStep } from './first-step.mjs';
import { NETWORKS } from './jobs.mjs';
import { ourJob, ourSteps } from './our-side.mjs';
import { spread } from './pace.mjs';
import { createQuiet } from './quiet.mjs';
import { soak } from './soak.mjs';
import { ensureTeacher } from './teachers.mjs';
import { aboutTorch, torchJob, torchSteps } from './torch-side.mjs';
import { makeTrials } from './trials.mjs';

/** @typedef {import('./jobs.mjs').Precision} Precision */
/** @typedef {import('./jobs.mjs').Job} Job */
/** @typedef {import('./torch-side.mjs').Torch} Torch */
/** @typedef {import('./trials.mjs').Trial} Trial */
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
 * @property {import('../machine.mjs').Machine} machine
 * @property {import('./quiet.mjs').Quiet} quiet
 * @property {import('./torch-side.mjs').About} torch
 * @property {import('./first-step.mjs').FirstStep[]} first
 * @property {StepRow[]} steps
 * @property {JobRow[]} jobs
 * @property {import('./soak.mjs').Soak | null} soak
 */

/** Seconds that a measurement waits for a quiet machine. */
const PATIENCE = 8;

/**
 * @typedef {object} Table what every measurement of a sitting needs
 * @property {Torch} torch
 * @property {Wish} wish
 * @property {import('./trials.mjs').Trials} trials
 * @property {import('./quiet.mjs').WhenQuiet} whenQuiet
 * @property {(job: Job) => string} teacherOf file of a job's teacher
 * @property {(text: string) => void} say
 */

/**
 * Times both sides in turn, from the first step to the last job.
 *
 * @param {Torch} torch
 * @param {Wish} wish
 * @param {(text: string) => void} say
 * @returns {Promise<Sitting>}
 */
export async function sit(torch, wish, say) {
  const quiet = createQuiet(wish.quick ? 0 : PATIENCE);
  const { whenQuiet } = quiet;
  say('first steps of the starter');
  const first = [];
  for (let time = 0; time < wish.rounds; time += 1) first.push(await whenQuiet(firstStep));
  const teacherOf = await makeTeachers(torch, wish.jobs, say);
  const trials = await makeTrials(torch, wish, quiet);
  const table = { torch, wish, trials, whenQuiet, teacherOf, say };
  const steps = await timeSteps(table);
  const jobs = [];
  for (const job of wish.jobs)
    for (const precision of wish.precisions) jobs.push(await timeJob(table, job, precision));
  const [one] = wish.jobs;
  if (wish.longRun) say('a long run');
  const long = wish.longRun && one ? await whenQuiet(() => soak(one, teacherOf(one))) : null;
  return {
    when: new Date().toISOString().slice(0, 10),
    machine: thisMachine(),
    quiet: quiet.counted(),
    torch: await aboutTorch(torch),
    first,
    steps,
    jobs,
    soak: long,
  };
}

/**
 * @param {Torch} torch
 * @param {Job[]} jobs
 * @param {(text: string) => void} say
 * @returns {Promise<Table['teacherOf']>}
 */
async function makeTeachers(torch, jobs, say) {
  /** @type {Map<string, string>} */
  const files = new Map();
  for (const name of new Set(jobs.map((it) => it.teacher)))
    files.set(name, await ensureTeacher(torch, name, (text) => say(`teacher ${name}, ${text}`)));
  return (job) => files.get(job.teacher) ?? '';
}

/** @param {Table} table @returns {Promise<StepRow[]>} */
async function timeSteps({ torch, wish, trials, whenQuiet, say }) {
  const { jobs, precisions, rounds, seconds } = wish;
  const wanted = new Set(jobs.flatMap((it) => [it.student, it.teacher]));
  /** @type {StepRow[]} */
  const rows = [];
  for (const network of Object.keys(NETWORKS).filter((it) => wanted.has(it)))
    for (const precision of precisions) {
      say(`${network} in ${precision}, trial`);
      rows.push({ network, precision, ours: [], torch: [], trial: await trials(network, null, precision) });
    }
  for (let round = 0; round < rounds; round += 1)
    for (const { network, precision, ours, torch: theirs, trial } of rows) {
      say(`${network} in ${precision}, round ${round + 1} of ${rounds}`);
      const how = { precision, seconds, compile: trial.kept };
      await inTurn(whenQuiet, round, [
        async () => void ours.push(spread(await ourSteps(network, precision, seconds))),
        async () => void theirs.push(spread((await torchSteps(torch, network, null, how)).paces)),
      ]);
    }
  return rows;
}

/** @param {Table} table @param {Job} job @param {Precision} precision @returns {Promise<JobRow>} */
async function timeJob({ torch, wish: { quick }, trials, whenQuiet, teacherOf, say }, job, precision) {
  say(`${job.id} in ${precision}, trial`);
  const teacher = teacherOf(job);
  const trial = await trials(job.student, { network: job.teacher, file: teacher }, precision);
  const epochs = quick ? 1 : job.epochs;
  /** @type {JobRow} */
  const row = { job: job.id, precision, epochs, ours: [], torch: [], trial };
  for (const [turn, seed] of (quick ? job.seeds.slice(0, 1) : job.seeds).entries()) {
    say(`${job.id} in ${precision}, seed ${seed}`);
    const how = { precision, seed, epochs };
    await inTurn(whenQuiet, turn, [
      async () => void row.ours.push(await ourJob(job, teacher, how)),
      async () => void row.torch.push(await torchJob(torch, job, teacher, { ...how, compile: trial.kept })),
    ]);
  }
  assertSameSize(row);
  return row;
}

/**
 * One side after the other; who comes first changes from turn to turn.
 *
 * @param {Table['whenQuiet']} whenQuiet
 * @param {number} turn
 * @param {(() => Promise<void>)[]} sides
 */
async function inTurn(whenQuiet, turn, sides) {
  for (const side of turn % 2 === 0 ? sides : sides.toReversed()) await whenQuiet(side);
}

/** @param {JobRow} row */
function assertSameSize({ job, ours, torch }) {
  const sizes = new Set([...ours, ...torch].map((it) => it.parameters));
  if (sizes.size !== 1)
    throw new Error(`The students of ${job} are not of one size: ${[...sizes].join(', ')}`);
}
