import { mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkout, dataFolder, enginesFolder } from '../../scripts/setup/places.mjs';
import { distill } from '../distill.mjs';
import { DATA, network } from './jobs.mjs';
import { watchMemory } from './memory.mjs';
import { paces } from './pace.mjs';
import { jobResult, stretches } from './run-events.mjs';

/** @typedef {import('./run-events.mjs').JobResult} JobResult */
/** @typedef {import('./jobs.mjs').Precision} Precision */

/** Figures that a timing comes from at least, also where a machine is slow. */
const FEWEST = 4;

/** @param {string} name */
const document = (name) => join(checkout, 'bench', 'jobs', name);

/** @param {Record<string, unknown>} settings by `node.parameter` */
const sets = (settings) =>
  Object.entries(settings).flatMap(([name, value]) => [
    '--set',
    `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  ]);

/** @param {import('./jobs.mjs').Network} of @param {number} test */
const dataSettings = ({ data }, test) => ({
  'data.trainExamples': DATA[data].train,
  'data.testExamples': test,
});

/**
 * Gives work a user folder of its own, with the engines and data sets that are here: no cache of an
 * earlier run serves it.
 *
 * @template T
 * @param {(folder: string, env: NodeJS.ProcessEnv) => Promise<T>} work the folder is for runs
 * @returns {Promise<T>}
 */
export async function inFreshHome(work) {
  const home = await mkdtemp(join(tmpdir(), 'potstill-bench-'));
  try {
    await symlink(enginesFolder(), join(home, 'engines'), 'dir');
    await symlink(dataFolder(), join(home, 'data'), 'dir');
    const runs = join(home, 'runs');
    await mkdir(runs);
    return await work(runs, { ...process.env, POTSTILL_HOME: home });
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

/**
 * A network on the labels alone for some seconds: milliseconds a step, again and again. Measuring and
 * saving after an epoch are left out.
 *
 * @param {string} name
 * @param {Precision} precision
 * @param {number} seconds beyond the first, which does not count
 * @returns {Promise<number[]>}
 */
export async function ourSteps(name, precision, seconds) {
  const of = network(name);
  const settings = {
    ...networkSettings(name, precision),
    ...dataSettings(of, 512),
    'trainer.epochs': 10_000,
  };
  return inFreshHome(async (runs, env) => {
    /** @type {number | undefined} */
    let begun;
    let marks = 0;
    const events = await distill(
      [document(of.alone), ...sets(settings), '--out', runs],
      (event, run) => {
        if (event.kind !== 'metrics') return;
        begun ??= event.time;
        marks += event.time - begun > 1000 ? 1 : 0;
        if (event.time - begun > 1000 * (seconds + 1) && marks > FEWEST) run.stop();
      },
      env,
    );
    return paces(stretches(events));
  });
}

/** @param {string} name @param {Precision} precision */
const networkSettings = (name, precision) => ({
  ...Object.fromEntries(
    Object.entries(network(name).params).map(([param, value]) => [`network.${param}`, value]),
  ),
  ...precisionSetting(precision),
});

/** @param {Precision} precision */
const precisionSetting = (precision) => (precision === 'float32' ? {} : { 'trainer.precision': precision });

/**
 * Trains a network on the labels and keeps it.
 *
 * @param {string} name
 * @param {(model: string, measured: import('./teachers.mjs').Worth) => Promise<void>} keep
 */
export async function trainOurs(name, keep) {
  const of = network(name);
  const settings = {
    ...networkSettings(name, 'float32'),
    ...dataSettings(of, DATA[of.data].test),
    'trainer.epochs': of.epochs,
  };
  await inFreshHome(async (runs, env) => {
    /** @type {string | undefined} */
    let file;
    const events = await distill([document(of.alone), ...sets(settings), '--out', runs], () => {}, env);
    const saved = events.find((it) => it.kind === 'saved-model');
    const evaluation = events.find((it) => it.kind === 'evaluation');
    if (saved?.kind === 'saved-model') file = saved.file;
    if (file === undefined || evaluation?.kind !== 'evaluation') throw new Error(`The run saved no ${name}`);
    const { accuracy, loss } = evaluation.measured;
    const [run = ''] = await readdir(runs);
    await keep(join(runs, run, file), {
      parameters: evaluation.parameters,
      accuracy,
      loss: loss ?? Number.NaN,
    });
  });
}

/** @typedef {{ precision: Precision, seed: number, epochs: number }} How */

/**
 * @param {import('./jobs.mjs').Job} job
 * @param {string} teacher its file
 * @param {How} how
 * @returns {string[]} for the command line
 */
export function jobArguments(job, teacher, { precision, seed, epochs }) {
  const of = network(job.student);
  const settings = {
    ...networkSettings(job.student, precision),
    ...dataSettings(of, DATA[of.data].test),
    'teacher.file': teacher,
    'trainer.epochs': epochs,
    'trainer.seed': seed,
    ...(job.shift > 0 && { 'transform.shift': job.shift }),
  };
  return [document(job.document), ...sets(settings)];
}

/**
 * @param {import('./jobs.mjs').Job} job
 * @param {string} teacher
 * @param {How} how
 * @returns {Promise<JobResult>}
 */
export async function ourJob(job, teacher, how) {
  return inFreshHome(async (runs, env) => {
    /** @type {ReturnType<typeof watchMemory> | undefined} */
    let memory;
    const events = await distill(
      [...jobArguments(job, teacher, how), '--out', runs],
      (_, run) => {
        memory ??= watchMemory(run.pid);
        memory.look();
      },
      env,
    );
    return jobResult(events, memory?.peak() ?? null);
  });
}
