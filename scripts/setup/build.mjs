import { createHash } from 'node:crypto';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { runChild, tail } from './child.mjs';
import { damagedFiles, fileSize, filesBelow, readJson, writeJson } from './files.mjs';
import { checkout } from './places.mjs';
import { SetupProblem } from './problem.mjs';

/** @typedef {{ inputs: string, files: import('./files.mjs').Inventory }} BuildStamp out/build.json, written last */

const FOLDERS = ['electron', 'renderer', 'src', 'templates'];
const FILES = ['package.json', 'package-lock.json', 'electron.vite.config.ts', 'tsconfig.base.json'];

// Beside the build, `out` holds what the type checker writes.
const BUILT = /^(main|engine|cli|preload|renderer|chunks)\//;

/** @param {string} root @returns {Promise<string>} hash of everything that the build reads */
export async function hashInputs(root) {
  const digest = createHash('sha256');
  /** @param {string} name */
  const add = async (name) => {
    digest
      .update(`${name}\0`)
      .update(await readFile(join(root, name)))
      .update('\0');
  };
  for (const name of FILES) await add(name).catch(() => digest.update(`${name} is absent\0`));
  for (const folder of FOLDERS) {
    const names = await filesBelow(join(root, folder)).catch(() => []);
    for (const name of names) if (!name.endsWith('.tsbuildinfo')) await add(`${folder}/${name}`);
  }
  return digest.digest('hex');
}

/**
 * Builds the three bundles unless they stand for these very inputs. The caller holds the checkout's lock.
 *
 * @param {import('./progress.mjs').Step} step
 */
export async function ensureBuild(step) {
  const out = join(checkout, 'out');
  const stampPath = join(out, 'build.json');
  const inputs = await hashInputs(checkout);
  const stamp = /** @type {BuildStamp | undefined} */ (await readJson(stampPath));
  if (stamp?.inputs === inputs && (await damagedFiles(out, stamp.files)).length === 0) {
    step.result('up to date');
    return;
  }
  await rm(stampPath, { force: true });
  for (const name of await readdir(out).catch(() => [])) {
    if (BUILT.test(`${name}/`)) await rm(join(out, name), { recursive: true, force: true });
  }
  const program = join(checkout, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js');
  const result = await runChild(process.execPath, [program, 'build'], {
    cwd: checkout,
    env: { ...process.env, NO_COLOR: '1' },
  });
  if (result.code !== 0) {
    throw new SetupProblem(
      `The build failed:\n${tail(result.stderr || result.stdout, 25)}`,
      'put the source right that is named above (npm run check says more)',
    );
  }
  /** @type {import('./files.mjs').Inventory} */
  const files = {};
  for (const name of await filesBelow(out)) {
    if (BUILT.test(name)) files[name] = { size: await fileSize(join(out, name)) };
  }
  await writeJson(stampPath, { inputs, files });
  step.result('built');
}
