import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureDataSet } from '../../scripts/setup/data.mjs';
import { cache, checkout } from '../../scripts/setup/places.mjs';
import { SetupProblem } from '../../scripts/setup/problem.mjs';
import { note, step } from '../../scripts/setup/progress.mjs';
import { inCheckout, inUserFolder } from '../../scripts/setup/session.mjs';
import { betweenMarkers } from '../markers.mjs';
import { missed } from './goals.mjs';
import { JOBS } from './jobs.mjs';
import { sit } from './sitting.mjs';
import { speedReport } from './speed-report.mjs';
import { ensureTorch } from './torch-environment.mjs';

const PAGE = join(checkout, 'docs', 'performance.md');
const FIGURES = join(checkout, 'docs', 'performance.json');
const PRECISIONS = /** @type {const} */ (['float32', 'bfloat16']);
const USE = `npm run bench -- speed [--quick] [--soak] [--write]
      [--only ${JOBS.map((it) => it.id).join('|')}] [--precision ${PRECISIONS.join('|')}]`;

/**
 * Sets Potstill's speed beside PyTorch's and prints the tables.
 *
 * @param {string[]} args
 * @returns {Promise<number>} 0 where every goal is reached
 */
export async function speedCommand(args) {
  const { write, wish } = readArguments(args);
  const python = await inCheckout(() => step('PyTorch', ensureTorch));
  await inUserFolder(() =>
    step('CIFAR-10', async (handle) => void (await ensureDataSet('cifar-10', handle))),
  );
  const torch = { python, compiled: join(cache, 'bench', 'compiled') };
  const sitting = await step('Sitting', ({ say }) => sit(torch, wish, say));
  const report = speedReport(sitting);
  process.stdout.write(`${report}\n`);
  const short = missed(sitting);
  for (const text of short) note(`Not reached: ${text}`);
  if (write) {
    await writeFile(PAGE, betweenMarkers(await readFile(PAGE, 'utf8'), 'speed', report));
    await writeFile(FIGURES, `${JSON.stringify(sitting, null, 1)}\n`);
    note('Written into docs/performance.md, the figures beside it');
  }
  return short.length > 0 ? 1 : 0;
}

/** @param {string[]} args @returns {{ write: boolean, wish: import('./sitting.mjs').Wish }} */
function readArguments(args) {
  const { values } = parseArgs({
    args,
    options: {
      write: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      soak: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true, default: JOBS.map((it) => it.id) },
      precision: { type: 'string', multiple: true, default: [...PRECISIONS] },
    },
  });
  const { write, quick, soak } = values;
  const jobs = values.only.map((id) => {
    const job = JOBS.find((it) => it.id === id);
    if (!job) throw new SetupProblem(`There is no job "${id}"`, USE);
    return job;
  });
  const precisions = values.precision.map((name) => {
    const precision = PRECISIONS.find((it) => it === name);
    if (!precision) throw new SetupProblem(`There is no precision "${name}"`, USE);
    return precision;
  });
  const whole = jobs.length === JOBS.length && precisions.includes('float32') && soak;
  if (write && (quick || !whole))
    throw new SetupProblem('Only a whole sitting is written, with all jobs, float32 and --soak', USE);
  const size = quick ? { rounds: 1, seconds: 1 } : { rounds: 3, seconds: 3 };
  return { write, wish: { jobs, precisions, ...size, quick, longRun: soak } };
}
