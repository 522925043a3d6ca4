import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { checkout } from '../scripts/setup/places.mjs';
import { SetupProblem } from '../scripts/setup/problem.mjs';
import { note } from '../scripts/setup/progress.mjs';
import { accuracyReport, promises } from './accuracy-report.mjs';
import { betweenMarkers } from './markers.mjs';
import { trainSeed } from './train-seed.mjs';

const README = join(checkout, 'README.md');
const USE = 'npm run bench -- accuracy [--write] [--seeds 1,2,3]';

/**
 * Trains the starter once a seed, prints what came of it as Markdown, and says whether it keeps what the README
 * promises.
 *
 * @param {string[]} args
 * @returns {Promise<number>} 0 where every promise holds
 */
export async function accuracyCommand(args) {
  const { seeds, write } = readArguments(args);
  const results = [];
  for (const seed of seeds) results.push(await trainSeed(seed));
  const report = accuracyReport(results);
  process.stdout.write(`${report}\n`);
  const broken = promises(results).filter((it) => !it.holds);
  for (const { text } of broken) note(`Not reached: ${text}`);
  if (broken.length > 0) return 1;
  if (write) {
    await writeFile(README, betweenMarkers(await readFile(README, 'utf8'), 'results', report));
    note('Written into README.md');
  }
  return 0;
}

/** @param {string[]} args @returns {{ seeds: number[], write: boolean }} */
function readArguments(args) {
  const { values } = parseArgs({
    args,
    options: { write: { type: 'boolean' }, seeds: { type: 'string', default: '1,2,3' } },
  });
  const seeds = values.seeds.split(',').map(Number);
  if (!seeds.every((it) => Number.isInteger(it) && it > 0))
    throw new SetupProblem(`Seeds are whole numbers from 1 on, and "${values.seeds}" is something else`, USE);
  return { seeds, write: values.write ?? false };
}
