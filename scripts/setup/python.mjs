import { runChild } from './child.mjs';
import { SetupProblem } from './problem.mjs';

/** @returns {string} how to get Python and pip on this machine */
export function pythonRemedy(platform = process.platform) {
  if (platform === 'linux')
    return 'sudo apt-get install python3 python3-pip (or your distribution’s packages)';
  if (platform === 'darwin') return 'brew install python, or get it from https://www.python.org/downloads/';
  return 'get Python 3 from https://www.python.org/downloads/ (its installer brings pip)';
}

/**
 * Finds a Python 3 that has pip. Its version does not matter: pip is told which wheel to fetch.
 *
 * @returns {Promise<string>} the program's name
 */
export async function findPython() {
  let without = '';
  for (const name of process.platform === 'win32' ? ['py', 'python'] : ['python3', 'python']) {
    const version = await runChild(name, ['-c', 'import sys; print(sys.version_info[0])']);
    if (version.code !== 0 || version.stdout.trim() !== '3') continue;
    const pip = await runChild(name, ['-m', 'pip', '--version']);
    if (pip.code === 0) return name;
    without = name;
  }
  if (without) throw new SetupProblem(`Python 3 is here (${without}), but pip is missing.`, pythonRemedy());
  throw new SetupProblem('Python 3 is missing.', pythonRemedy());
}
