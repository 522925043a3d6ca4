import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readJson } from '../../scripts/setup/files.mjs';
import { checkout } from '../../scripts/setup/places.mjs';
import { SetupProblem } from '../../scripts/setup/problem.mjs';
import { note } from '../../scripts/setup/progress.mjs';
import { runInApp, TEST_OUTPUT } from '../../scripts/setup/test-command.mjs';
import { betweenMarkers } from '../markers.mjs';
import { windowReport, windowRows } from './window-report.mjs';

const PAGE = join(checkout, 'docs', 'performance.md');

/**
 * Measures the window with a thousand nodes and prints the table.
 *
 * @param {string[]} args `--write` puts it into docs/performance.md
 * @returns {Promise<number>} 0 where every goal is reached
 */
export async function windowCommand(args) {
  const { values } = parseArgs({ args, options: { write: { type: 'boolean', default: false } } });
  const { failed } = await runInApp(['test/e2e/speed/window-speed.bench.ts'], 'bench');
  const figures = await readJson(join(TEST_OUTPUT, 'window-speed.json'));
  if (failed > 0 || !figures)
    throw new SetupProblem('The window could not be measured', 'What stands above says where it stopped.');
  const measured = /** @type {import('./window-report.mjs').WindowFigures} */ (figures);
  const report = windowReport(measured);
  process.stdout.write(`${report}\n`);
  const missed = windowRows(measured).filter((it) => !it.reached);
  for (const { what, ours, ratio, goal } of missed) note(`Not reached: ${what}: ${ratio || ours}, ${goal}`);
  if (values.write) {
    await writeFile(PAGE, betweenMarkers(await readFile(PAGE, 'utf8'), 'window', report));
    note('Written into docs/performance.md');
  }
  return missed.length > 0 ? 1 : 0;
}
