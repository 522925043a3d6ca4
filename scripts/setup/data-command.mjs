import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureDataSet, readDataLock } from './data.mjs';
import { DATA_SETS } from './data-sets.mjs';
import { damagedFiles } from './files.mjs';
import { ensurePackages } from './packages.mjs';
import { dataFolder } from './places.mjs';
import { note, size, step } from './progress.mjs';
import { inCheckout, inUserFolder } from './session.mjs';

const NAMES = Object.keys(DATA_SETS);
const WIDEST = Math.max(...NAMES.map((it) => it.length));

const USAGE = `npm run data -- SET           brings a data set: ${NAMES.join(', ')}
npm run data -- list          the data sets, and which of them are on this machine
npm run data -- remove [SET]  deletes one, or all`;

/** @param {string} set @param {import('./files.mjs').Inventory} wanted @returns {Promise<string>} how it stands here */
async function stateOf(set, wanted) {
  const damaged = await damagedFiles(join(dataFolder(), set), wanted);
  if (damaged.length === 0)
    return `${size(Object.values(wanted).reduce((sum, it) => sum + it.size, 0))}, whole`;
  const anew = `npm run data -- ${set}`;
  if (damaged.length < Object.keys(wanted).length)
    return `damaged (${damaged.join(', ')}), anew with ${anew}`;
  const download = DATA_SETS[set]?.download ?? 0;
  return download > 0 ? `not here; ${anew} brings it (${size(download)})` : `not here; ${anew} brings it`;
}

async function list() {
  for (const [set, wanted] of Object.entries(await readDataLock()))
    console.log(`${set.padEnd(WIDEST)}  ${await stateOf(set, wanted)}`);
  console.log(`They lie in ${dataFolder()}`);
  return 0;
}

/** @param {string} name */
function refuse(name) {
  console.error(`There is no data set named ${name}.\n${USAGE}`);
  return 2;
}

/** @param {string | undefined} set */
async function remove(set) {
  if (set !== undefined && !NAMES.includes(set)) return refuse(set);
  return inUserFolder(async () => {
    // A set's name before the first dot: what a killed set-up left goes with it.
    const there = (await readdir(dataFolder()).catch(() => [])).filter((name) => {
      const [of = ''] = name.split('.');
      return set === undefined ? NAMES.includes(of) : of === set;
    });
    for (const name of there) await rm(join(dataFolder(), name), { recursive: true, force: true });
    note(there.length > 0 ? `Removed ${there.join(', ')}` : 'Nothing to remove');
    return 0;
  });
}

/**
 * @param {string[]} args
 * @returns {Promise<number>} exit code
 */
export async function dataCommand(args) {
  const [command, set] = args;
  if (command === 'list') return list();
  if (command === 'remove') return remove(set);
  if (command === undefined) {
    console.error(USAGE);
    return 0;
  }
  if (!NAMES.includes(command)) return refuse(command);
  await inCheckout(() => step('Packages', ensurePackages));
  await inUserFolder(() =>
    step(`Data set ${DATA_SETS[command]?.title}`, async (handle) => {
      const made = await ensureDataSet(command, handle, { prove: true });
      handle.result(made ? `prepared in ${join(dataFolder(), command)}` : 'there already, and whole');
    }),
  );
  return 0;
}
