import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { runChild, tail } from '../../scripts/setup/child.mjs';
import { readJson, sha256, writeJson } from '../../scripts/setup/files.mjs';
import { cache, checkout } from '../../scripts/setup/places.mjs';
import { SetupProblem } from '../../scripts/setup/problem.mjs';
import { findPython } from '../../scripts/setup/python.mjs';

const REQUIREMENTS = join(checkout, 'bench', 'torch', 'requirements.txt');
const place = join(cache, 'bench', 'torch');
const stampPath = join(cache, 'bench', 'torch.json');

/** @returns {string} Python within the environment */
const program = () =>
  process.platform === 'win32' ? join(place, 'Scripts', 'python.exe') : join(place, 'bin', 'python');

/**
 * Makes sure that PyTorch is there, in an environment of its own that nothing else uses; pip refuses every
 * package whose hash is not the locked one.
 *
 * @param {import('../../scripts/setup/progress.mjs').Step} step
 * @returns {Promise<string>} Python's path
 */
export async function ensureTorch(step) {
  const lock = await sha256(REQUIREMENTS);
  const stamp = /** @type {{ lock?: string } | undefined} */ (await readJson(stampPath));
  if (stamp?.lock === lock && (await runChild(program(), ['-c', 'import sys'])).code === 0) return program();
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new SetupProblem(
      `PyTorch is locked for Linux on x64 alone, and this is ${process.platform} on ${process.arch}.`,
      "add this machine's wheels to bench/torch/requirements.txt",
    );
  await rm(stampPath, { force: true });
  await rm(place, { recursive: true, force: true });
  const python = await findPython();
  step.say('making an environment');
  await orTell(python, ['-m', 'venv', place], 'install the venv module of Python 3 (Debian: python3-venv)');
  step.say('fetching and unpacking PyTorch, 2.4 GB');
  // --no-deps: what CUDA alone would need is left out, and the lock names the rest.
  const install = [
    '-m',
    'pip',
    'install',
    '--require-hashes',
    '--no-deps',
    '--only-binary=:all:',
    '-r',
    REQUIREMENTS,
  ];
  await orTell(
    program(),
    [...install, '--no-cache-dir', '--no-input', '--disable-pip-version-check', '--progress-bar', 'off'],
    'Python 3.11, 3.12 or 3.13, 7 GB of disk and a connection to the package registry are needed',
  );
  await writeJson(stampPath, { lock });
  step.result('installed');
  return program();
}

/** @param {string} name @param {string[]} args @param {string} remedy */
async function orTell(name, args, remedy) {
  const { code, stderr } = await runChild(name, args);
  if (code !== 0) throw new SetupProblem(`PyTorch could not be installed:\n${tail(stderr, 4)}`, remedy);
}
