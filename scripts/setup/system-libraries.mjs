import { readFile } from 'node:fs/promises';
import { runChild, tail } from './child.mjs';
import { SetupProblem } from './problem.mjs';

// What Electron and its tests need from a Debian or Ubuntu machine. Since 2024 some names end in t64 there;
// the old name may then have two providers, and apt refuses to choose.
const LIBRARIES = [
  'libgtk-3-0',
  'libnss3',
  'libasound2',
  'libgbm1',
  'libxss1',
  'libatk-bridge2.0-0',
  'libdrm2',
];
const DISPLAY = ['xvfb', 'xauth'];

/** @param {string} output of ldd @returns {string[]} libraries that it did not find */
export function missingLibraries(output) {
  return [...output.matchAll(/^\s*(\S+) => not found/gm)].map((match) => match[1] ?? '');
}

/** @param {string} name @returns {Promise<boolean>} whether a program is on the path */
async function has(name) {
  return (await runChild('sh', ['-c', `command -v ${name}`])).code === 0;
}

/** @param {string[]} names @returns {Promise<string[]>} the names that this distribution's apt knows */
async function aptNames(names) {
  const found = [];
  for (const name of names) {
    const answer = await runChild('apt-cache', ['policy', `${name}t64`]);
    found.push(/Candidate: [^(\s]/.test(answer.stdout) ? `${name}t64` : name);
  }
  return found;
}

/** @returns {Promise<string[] | undefined>} what to put before apt-get so that it may install; undefined: nothing would do */
async function asRoot() {
  if (process.getuid?.() === 0) return [];
  return (await runChild('sudo', ['-n', 'true'])).code === 0 ? ['sudo', '-n'] : undefined;
}

/** @param {string[]} packages @param {string[]} prefix @param {import('./progress.mjs').Step} step */
async function install(packages, prefix, step) {
  /** @param {string[]} args */
  const apt = (args) => {
    const line = [...prefix, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-y', '-q', ...args];
    return runChild(line[0] ?? 'env', line.slice(1));
  };
  step.say('apt-get update');
  await apt(['update']);
  const names = await aptNames(packages);
  step.say(`apt-get install ${names.join(' ')}`);
  return { names, result: await apt(['install', '--no-install-recommends', ...names]) };
}

/**
 * Makes sure that Electron's program can be loaded and, for tests, that a virtual screen is there. Never asks.
 *
 * @param {string} program Electron's
 * @param {boolean} screen whether a virtual screen is needed
 * @param {import('./progress.mjs').Step} step
 */
export async function ensureSystemLibraries(program, screen, step) {
  if (process.platform !== 'linux') return;
  const look = async () => missingLibraries((await runChild('ldd', [program])).stdout);
  const missing = await look();
  const noScreen = screen && !((await has('xvfb-run')) && (await has('xauth')));
  if (missing.length === 0 && !noScreen) return;
  const packages = [...(missing.length > 0 ? LIBRARIES : []), ...(noScreen ? DISPLAY : [])];
  const lacks = [...missing, ...(noScreen ? ['xvfb-run'] : [])].join(', ');
  const release = await readFile('/etc/os-release', 'utf8').catch(() => '');
  if (!/^(ID|ID_LIKE)=.*(debian|ubuntu)/m.test(release)) {
    throw new SetupProblem(
      `This machine lacks ${lacks}.`,
      'install GTK 3, NSS, ALSA, GBM, XScreenSaver and ATK libraries' +
        (noScreen ? ' and Xvfb with xvfb-run and xauth' : '') +
        ' with your package manager',
    );
  }
  const prefix = await asRoot();
  const command = `sudo apt-get update && sudo apt-get install ${(await aptNames(packages)).join(' ')}`;
  if (!prefix) throw new SetupProblem(`This machine lacks ${lacks}, and set-up may not install it.`, command);
  const { names, result } = await install(packages, prefix, step);
  if (result.code !== 0) {
    throw new SetupProblem(
      `apt-get could not install what is missing (${lacks}):\n${tail(result.stderr, 5)}`,
      command,
    );
  }
  const still = await look();
  if (still.length > 0)
    throw new SetupProblem(`Still missing after installing: ${still.join(', ')}.`, command);
  step.result(`installed ${names.join(', ')}`);
}
