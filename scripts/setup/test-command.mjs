import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readJson } from './files.mjs';
import { handOver } from './hand-over.mjs';
import { cache, checkout } from './places.mjs';
import { duration } from './progress.mjs';
import { setUp } from './set-up.mjs';

/** @typedef {{ name: string, passed: number, failed: number, took: number }} Suite */

const RESULTS = join(cache, 'test-results');
/** Pictures and programs that tests make. */
export const TEST_OUTPUT = join(checkout, 'test-output');

/**
 * What a finished Vitest run counted. A file that could not be loaded holds no test that failed, and no result
 * at all is a crash: both count as one failure, as does an exit code that nothing else explains.
 *
 * @param {unknown} result Vitest's JSON report, undefined where it wrote none
 * @param {number} code its exit code
 * @returns {{ passed: number, failed: number }}
 */
export function countTests(result, code) {
  const found =
    /** @type {{ numPassedTests?: number, numFailedTests?: number, testResults?: Array<{ status?: string, assertionResults?: unknown[] }> } | undefined} */ (
      result
    );
  const unloaded = (found?.testResults ?? []).filter(
    (file) => file.status === 'failed' && (file.assertionResults ?? []).length === 0,
  ).length;
  const failed = (found?.numFailedTests ?? 0) + unloaded;
  return { passed: found?.numPassedTests ?? 0, failed: code !== 0 && failed === 0 ? 1 : failed };
}

/**
 * @param {string} name
 * @param {() => Promise<{ passed: number, failed: number }>} work
 * @returns {Promise<Suite>}
 */
async function suite(name, work) {
  const start = performance.now();
  console.log(`\n── ${name} ──`);
  const counts = await work();
  return { name, ...counts, took: performance.now() - start };
}

/** @param {string} project @param {boolean} screen @param {NodeJS.ProcessEnv} env @param {string[]} files all where left out */
async function vitest(project, screen, env, files = []) {
  const report = join(RESULTS, `${project}.json`);
  await rm(report, { force: true });
  const program = [process.execPath, join(checkout, 'node_modules', 'vitest', 'vitest.mjs')];
  const args = ['run', ...files, '--project', project, '--passWithNoTests'];
  args.push('--reporter=default', '--reporter=json');
  args.push(`--outputFile.json=${report}`);
  // Always a virtual screen on Linux, so that tests see one size and never take the person's own.
  const first =
    screen && process.platform === 'linux' ? ['xvfb-run', '-a', '-s', '-screen 0 1600x1000x24'] : [];
  const line = [...first, ...program, ...args];
  const code = await handOver(line[0] ?? process.execPath, line.slice(1), { cwd: checkout, env });
  return countTests(await readJson(report), code);
}

/**
 * Some tests in the real app, after all that it needs is set up.
 *
 * @param {string[]} files
 * @param {'e2e' | 'bench'} project
 */
export async function runInApp(files, project = 'e2e') {
  await rm(TEST_OUTPUT, { recursive: true, force: true });
  const { electron } = await setUp({ electron: 'needed', screen: true });
  return vitest(project, true, { ...process.env, POTSTILL_ELECTRON: electron }, files);
}

/**
 * @param {string[]} args `--full` adds the slow proofs
 * @returns {Promise<number>} 0 where nothing failed
 */
export async function test(args) {
  const start = performance.now();
  // Pictures of an earlier run would be taken for this one's.
  await rm(TEST_OUTPUT, { recursive: true, force: true });
  const { electron } = await setUp({ electron: 'needed', screen: true });
  const ready = performance.now();
  /** @type {NodeJS.ProcessEnv} */
  const env = { ...process.env, POTSTILL_ELECTRON: electron };
  if (args.includes('--full')) env.POTSTILL_FULL = '1';
  const suites = [];
  suites.push(
    await suite('Checks', async () => {
      const code = await handOver(process.execPath, [join(checkout, 'scripts', 'check.mjs')], {
        cwd: checkout,
        env,
      });
      return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 };
    }),
  );
  suites.push(await suite('Unit tests', () => vitest('unit', false, env)));
  suites.push(await suite('Tests in the app', () => vitest('e2e', true, env)));
  if (existsSync(join(checkout, 'test', 'package'))) {
    suites.push(await suite('Tests of the package', () => vitest('package', true, env)));
  }
  console.log(`\n✔ Set-up (${duration(ready - start)})`);
  for (const { name, passed, failed, took } of suites) {
    console.log(`${failed > 0 ? '✖' : '✔'} ${name}: ${passed} passed, ${failed} failed (${duration(took)})`);
  }
  const passed = suites.reduce((sum, each) => sum + each.passed, 0);
  const failed = suites.reduce((sum, each) => sum + each.failed, 0);
  console.log(`All together: ${duration(performance.now() - start)}`);
  console.log(`${passed} passed, ${failed} failed`);
  return failed > 0 ? 1 : 0;
}
