import { createHash } from 'node:crypto';
import { copyFile, mkdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { readJson, writeJson } from '../../scripts/setup/files.mjs';
import { cache, checkout } from '../../scripts/setup/places.mjs';
import { DATA, network } from './jobs.mjs';
import { trainOurs } from './our-side.mjs';
import { torchTeacher } from './torch-side.mjs';

/** @typedef {{ parameters: number, accuracy: number, loss: number }} Worth of a network on the test part */

const folder = join(cache, 'bench', 'teachers');

/** How far the mean loss of equal weights may be apart: both sides add up in another order. */
const APART = 1e-3;

/**
 * A teacher that Potstill trained and both sides load; trained once and kept.
 *
 * @param {import('./torch-side.mjs').Torch} torch
 * @param {string} name
 * @param {(text: string) => void} say
 * @returns {Promise<string>} its file
 */
export async function ensureTeacher(torch, name, say) {
  const of = network(name);
  const text = await readFile(join(checkout, 'bench', 'jobs', of.alone), 'utf8');
  const key = createHash('sha256')
    .update(JSON.stringify([text, of, DATA[of.data]]))
    .digest('hex')
    .slice(0, 12);
  const file = join(folder, `${name}-${key}.safetensors`);
  const note = `${file}.json`;
  let worth = /** @type {Worth | undefined} */ (await readJson(note));
  if (!worth) {
    say('training');
    await mkdir(folder, { recursive: true });
    await trainOurs(name, async (model, measured) => {
      await copyFile(model, `${file}.draft`);
      await rename(`${file}.draft`, file);
      await writeJson(note, measured);
      worth = measured;
    });
  }
  say('comparing');
  assertEqual(name, /** @type {Worth} */ (worth), await torchTeacher(torch, { network: name, file }));
  return file;
}

/** @param {string} name @param {Worth} ours @param {Worth} theirs */
export function assertEqual(name, ours, theirs) {
  const same =
    ours.parameters === theirs.parameters &&
    Math.abs(ours.loss - theirs.loss) < APART &&
    Math.abs(ours.accuracy - theirs.accuracy) < APART;
  if (same) return;
  const tell = (/** @type {Worth} */ it) =>
    `${it.parameters} parameters, accuracy ${it.accuracy}, loss ${it.loss}`;
  throw new Error(`${name} is not the same on both sides: ${tell(ours)} here, ${tell(theirs)} in PyTorch`);
}
