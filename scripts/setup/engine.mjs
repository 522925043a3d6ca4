import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BINDING, bindingKey, buildBinding, HEADERS } from './binding.mjs';
import { runChild, tail } from './child.mjs';
import { findCompiler } from './compiler.mjs';
import { refuseWithoutDriver } from './cuda.mjs';
import { currentEngine, engineRecipe, readEngine } from './engines.mjs';
import { damagedFiles, fileSize, filesBelow, publishFolder, sha256, writeJson } from './files.mjs';
import { enginesFolder } from './places.mjs';
import { SetupProblem } from './problem.mjs';
import { findPython } from './python.mjs';
import { fetchWheels, unpackWheel } from './wheel.mjs';

const here = dirname(fileURLToPath(import.meta.url));

/**
 * @param {import('./engines.mjs').EngineKind} kind
 * @returns {import('./engines.mjs').EngineRecipe} a refusal where there is none for this machine
 */
export function recipeHere(kind) {
  const recipe = engineRecipe(kind);
  if (recipe) return recipe;
  throw new SetupProblem(
    `There is no native TensorFlow engine (${kind}) for ${process.platform} on ${process.arch} yet.`,
    'nothing: the plain JavaScript engine trains instead, slowly',
  );
}

/**
 * Trains one step on an engine in a process of its own.
 *
 * @param {string} folder
 * @returns {Promise<{ version: string, device: string }>}
 */
export async function smokeTest(folder) {
  const result = await runChild(process.execPath, [join(here, 'smoke.mjs'), folder]);
  const line = result.stdout.trim().split('\n').at(-1) ?? '';
  if (result.code === 0 && line.startsWith('{')) return JSON.parse(line);
  throw new SetupProblem(
    `The engine in ${folder} does not train:\n${tail(result.stderr || result.stdout, 6)}`,
    'npm run engine -- remove, then npm run engine -- cpu; if it fails again, report these lines',
  );
}

/** @param {string} folder @returns {Promise<import('./engines.mjs').EngineRecord['files']>} */
async function inventory(folder) {
  /** @type {import('./engines.mjs').EngineRecord['files']} */
  const files = {};
  for (const name of await filesBelow(folder)) {
    if (name === 'engine.json') continue;
    const path = join(folder, name);
    files[name] = { size: await fileSize(path), sha256: await sha256(path) };
  }
  return files;
}

/** Symbols that nobody links against any more: a quarter of the library. Linux only. @param {string} lib @param {string[]} names */
async function stripLibraries(lib, names) {
  if (process.platform !== 'linux') return; // on macOS it would break the signature
  for (const name of names) await runChild('strip', ['--strip-unneeded', join(lib, name)]); // without strip: stays large
}

/** Drafts and old folders of set-ups that were killed; the lock is held, so nobody works in them. */
async function sweep() {
  for (const name of await readdir(enginesFolder()).catch(() => [])) {
    if (/\.(draft|old)-/.test(name)) await rm(join(enginesFolder(), name), { recursive: true, force: true });
  }
}

/**
 * Looks before anything is fetched: a machine that lacks a tool could not use 259 MB, and is told of all that it lacks.
 *
 * @returns {Promise<[string, string]>} Python and compiler
 */
async function findTools() {
  const [python, compiler] = await Promise.allSettled([findPython(), findCompiler()]);
  if (python.status === 'fulfilled' && compiler.status === 'fulfilled') return [python.value, compiler.value];
  const lacks = [python, compiler].flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
  throw new SetupProblem(
    lacks.map((problem) => problem.message).join(' '),
    lacks.map((problem) => problem.remedy).join('; '),
  );
}

/**
 * @param {import('./engines.mjs').EngineRecipe} recipe
 * @param {string} lockHash
 * @param {import('./progress.mjs').Step} step
 */
async function makeEngine(recipe, lockHash, step) {
  const [python, compiler] = await findTools();
  await sweep();
  const place = join(enginesFolder(), recipe.folder);
  const draft = `${place}.draft-${process.pid}-${randomBytes(4).toString('hex')}`;
  const engine = join(draft, 'engine');
  try {
    await mkdir(engine, { recursive: true });
    const wheels = await fetchWheels(python, recipe, draft, step);
    step.say('unpacking');
    for (const wheel of wheels) {
      await unpackWheel(python, wheel, engine, [
        ...recipe.libraries.map(
          (name) => /** @type {[string, string]} */ ([`tensorflow/${name}`, `lib/${name}`]),
        ),
        ...HEADERS.map(
          (name) => /** @type {[string, string]} */ ([`tensorflow/include/${name}`, `include/${name}`]),
        ),
        ['tensorflow/include/LICENSE', 'LICENSE'],
        ['tensorflow/THIRD_PARTY_NOTICES.txt', 'THIRD_PARTY_NOTICES.txt'],
        ['nvidia/', 'nvidia/'],
      ]);
      await rm(wheel);
    }
    step.say('compiling the binding');
    await buildBinding(compiler, engine, recipe);
    step.say('stripping the libraries');
    await stripLibraries(join(engine, 'lib'), recipe.libraries);
    step.say('training one step');
    const { device } = await smokeTest(engine);
    step.say('taking its sums');
    await writeRecord(engine, recipe, lockHash, device);
    await publishFolder(engine, place);
    return device;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/**
 * @param {string} folder
 * @param {import('./engines.mjs').EngineRecipe} recipe
 * @param {string} lockHash
 * @param {string} device
 */
async function writeRecord(folder, recipe, lockHash, device) {
  const { kind, version } = recipe;
  const files = await inventory(folder);
  await writeJson(join(folder, 'engine.json'), {
    format: 1,
    kind,
    version,
    lock: lockHash,
    bindingKey: await bindingKey(),
    device,
    files,
  });
}

/** @param {import('./engines.mjs').EngineKind} kind @param {string} folder */
async function choose(kind, folder) {
  await rm(join(enginesFolder(), 'failed.json'), { force: true });
  const current = await currentEngine();
  if (current?.kind === kind && current.folder === folder) return;
  await writeJson(join(enginesFolder(), 'current.json'), { format: 1, kind, folder });
}

/**
 * Makes sure that an engine is there, whole and chosen. The caller holds the user folder's lock.
 *
 * @param {import('./engines.mjs').EngineKind} kind
 * @param {import('./progress.mjs').Step} step
 * @param {{ prove?: boolean }} [options] prove: train a step even where nothing had to be made
 * @returns {Promise<{ folder: string, device: string, did: 'nothing' | 'binding' | 'engine' }>}
 */
export async function ensureEngine(kind, step, { prove = false } = {}) {
  const recipe = recipeHere(kind);
  if (kind === 'cuda') await refuseWithoutDriver();
  const folder = join(enginesFolder(), recipe.folder);
  const lockHash = await sha256(join(here, 'locks', recipe.lock));
  const record = await readEngine(folder);
  const damaged = record ? await damagedFiles(folder, record.files) : [];
  const base = damaged.filter((path) => path !== BINDING && !path.startsWith('include/'));
  let device = record?.device ?? '';
  /** @type {'nothing' | 'binding' | 'engine'} */
  let did = 'nothing';
  if (!record || record.lock !== lockHash || base.length > 0) {
    if (base.length > 0) step.say(`${base[0]} is damaged, fetching the engine again`);
    device = await makeEngine(recipe, lockHash, step);
    did = 'engine';
  } else if (damaged.length > 0 || record.bindingKey !== (await bindingKey())) {
    if (damaged.some((path) => path.startsWith('include/'))) {
      device = await makeEngine(recipe, lockHash, step);
      did = 'engine';
    } else {
      step.say('compiling the binding');
      await buildBinding(await findCompiler(), folder, recipe);
      device = (await smokeTest(folder)).device;
      await writeRecord(folder, recipe, lockHash, device);
      did = 'binding';
    }
  } else if (prove) {
    step.say('training one step');
    device = (await smokeTest(folder)).device;
  }
  await choose(kind, recipe.folder);
  return { folder, device, did };
}
