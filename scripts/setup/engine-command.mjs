import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureEngine, recipeHere } from './engine.mjs';
import { currentEngine, engineRecipe, readEngine } from './engines.mjs';
import { damagedFiles } from './files.mjs';
import { ensurePackages } from './packages.mjs';
import { enginesFolder } from './places.mjs';
import { note, size, step } from './progress.mjs';
import { inCheckout, inUserFolder } from './session.mjs';

const USAGE = `npm run engine -- cpu            the TensorFlow engine for the processor
npm run engine -- cuda           the TensorFlow engine for an NVIDIA GPU (not proven yet)
npm run engine -- list           the engines on this machine
npm run engine -- remove [kind]  deletes one (cpu, cuda), or all`;

/** @param {string} value @returns {value is 'cpu' | 'cuda'} */
const isKind = (value) => value === 'cpu' || value === 'cuda';

async function list() {
  const current = await currentEngine();
  let none = true;
  for (const name of (await readdir(enginesFolder()).catch(() => [])).sort()) {
    const folder = join(enginesFolder(), name);
    const record = await readEngine(folder);
    if (!record) continue;
    none = false;
    const damaged = await damagedFiles(folder, record.files);
    const bytes = Object.values(record.files).reduce((sum, file) => sum + file.size, 0);
    const state = damaged.length > 0 ? `damaged (${damaged.join(', ')})` : `trains on ${record.device}`;
    const mark = current?.folder === name ? '* ' : '  ';
    console.log(
      `${mark}${record.kind.padEnd(5)} TensorFlow ${record.version}, ${size(bytes)}, ${state}\n    ${folder}`,
    );
  }
  console.log(
    none
      ? 'No native engine is here: the plain JavaScript engine trains, slowly. Get one: npm run engine -- cpu'
      : 'The plain JavaScript engine is always there besides. * marks the one in use.',
  );
  return 0;
}

/** @param {string | undefined} kind */
async function remove(kind) {
  if (kind !== undefined && !isKind(kind)) {
    console.error(`There is no engine named ${kind}.\n${USAGE}`);
    return 2;
  }
  return inUserFolder(async () => {
    const folder = kind ? engineRecipe(kind)?.folder : undefined;
    const names = (await readdir(enginesFolder()).catch(() => [])).filter((name) =>
      kind ? folder !== undefined && (name === folder || name.startsWith(`${folder}.`)) : true,
    );
    const current = await currentEngine();
    if (!kind || current?.kind === kind) await rm(join(enginesFolder(), 'current.json'), { force: true });
    for (const name of names) await rm(join(enginesFolder(), name), { recursive: true, force: true });
    note(
      names.length > 0
        ? `Removed ${names.filter((name) => name !== 'current.json').join(', ')}`
        : 'Nothing to remove',
    );
    return 0;
  });
}

/**
 * @param {string[]} args
 * @returns {Promise<number>} exit code
 */
export async function engineCommand(args) {
  const [command, kind] = args;
  if (command === 'list') return list();
  if (command === 'remove') return remove(kind);
  if (command === undefined || !isKind(command)) {
    console.error(command ? `There is no engine named ${command}.\n${USAGE}` : USAGE);
    return command ? 2 : 0;
  }
  recipeHere(command);
  await inCheckout(() => step('Packages', ensurePackages));
  const made = await inUserFolder(() =>
    step(`Engine ${command}`, (handle) => ensureEngine(command, handle, { prove: true })),
  );
  note(`Training will use: ${made.device}`);
  return 0;
}
