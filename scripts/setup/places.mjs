import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout that these scripts belong to. */
export const checkout = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** What set-up writes into the checkout, beside node_modules and out. */
export const cache = join(checkout, '.cache');

/**
 * The folder that all checkouts of one person share: engines, data sets, the Electron fallback.
 * The app finds it by the same rule (macOS and Windows: not proven).
 *
 * @param {NodeJS.ProcessEnv} env
 * @param {NodeJS.Platform} platform
 * @param {string} home
 * @returns {string} absolute path; POTSTILL_HOME wins over all
 */
export function userFolder(env = process.env, platform = process.platform, home = homedir()) {
  if (env.POTSTILL_HOME) return env.POTSTILL_HOME;
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Potstill');
  if (platform === 'win32') return join(env.LOCALAPPDATA || join(home, 'AppData', 'Local'), 'Potstill');
  return join(env.XDG_DATA_HOME || join(home, '.local', 'share'), 'potstill');
}

/** @returns {string} the folder of all engines */
export const enginesFolder = () => join(userFolder(), 'engines');

/** @returns {string} the folder of all prepared data sets */
export const dataFolder = () => join(userFolder(), 'data');
