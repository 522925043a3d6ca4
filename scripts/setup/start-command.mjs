import { join } from 'node:path';
import { handOver } from './hand-over.mjs';
import { checkout } from './places.mjs';
import { note, speakQuietly } from './progress.mjs';
import { setUp } from './set-up.mjs';

const STARTER = join('templates', 'tempered-softmax-mnist.json');

/** @param {NodeJS.ProcessEnv} env @param {NodeJS.Platform} platform @returns {boolean} whether a window can be shown */
export function hasDisplay(env = process.env, platform = process.platform) {
  return platform !== 'linux' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
}

/** @returns {string[]} switches that Electron needs from this user; says why */
function switches() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return [];
  note('Running as root: Chromium refuses its sandbox there, so it is off. Start as another user to have it');
  return ['--no-sandbox'];
}

/** @param {string[]} args @returns {Promise<number>} */
const commandLine = (args) =>
  handOver(process.execPath, [join(checkout, 'out', 'cli', 'cli.js'), ...args], {
    env: { ...process.env, POTSTILL_CHECKOUT: checkout },
  });

/**
 * @param {string[]} args `--dev` watches the sources; everything else goes to the app
 * @returns {Promise<number>} exit code
 */
export async function start(args) {
  const dev = args.includes('--dev');
  const rest = args.filter((arg) => arg !== '--dev');
  const display = hasDisplay();
  const { electron } = await setUp({ electron: display ? 'needed' : 'nice', build: !dev });
  if (!display) {
    note(
      'There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set): the starter template runs in the terminal',
    );
    return commandLine(rest.length > 0 ? rest : [join(checkout, STARTER)]);
  }
  const env = { ...process.env };
  delete env.ELECTRON_RUN_AS_NODE;
  if (dev) {
    env.ELECTRON_EXEC_PATH = electron;
    const tool = join(checkout, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js');
    return handOver(process.execPath, [tool, 'dev', '--watch', '--', ...switches(), ...rest], {
      cwd: checkout,
      env,
    });
  }
  return handOver(electron ?? '', [...switches(), checkout, ...rest], { cwd: checkout, env });
}

/**
 * @param {string[]} args the command line's own
 * @returns {Promise<number>} exit code
 */
export async function distill(args) {
  // Standard output belongs to the run's events (--json); set-up speaks only where it has work to do.
  speakQuietly();
  await setUp({ electron: 'no' });
  return commandLine(args);
}
