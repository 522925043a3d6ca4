import { SetupProblem } from '../scripts/setup/problem.mjs';
import { speakQuietly } from '../scripts/setup/progress.mjs';
import { setUp } from '../scripts/setup/set-up.mjs';
import { accuracyCommand } from './accuracy-command.mjs';
import { speedCommand } from './speed/speed-command.mjs';
import { windowCommand } from './window/window-command.mjs';

/** @type {Record<string, (args: string[]) => Promise<number>>} */
const BENCHES = { accuracy: accuracyCommand, speed: speedCommand, window: windowCommand };

/**
 * Sets up what a bench needs and runs the one that is named first.
 *
 * @param {string[]} args
 * @returns {Promise<number>} exit code
 */
export async function benchCommand([name = '', ...args]) {
  const bench = Object.hasOwn(BENCHES, name) ? BENCHES[name] : undefined;
  if (!bench)
    throw new SetupProblem(
      `There is no bench "${name}"`,
      `npm run bench -- ${Object.keys(BENCHES).join('|')}`,
    );
  // Standard output belongs to the report.
  speakQuietly();
  await setUp({ electron: 'no' });
  return bench(args);
}
