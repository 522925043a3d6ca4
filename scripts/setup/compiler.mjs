import { runChild } from './child.mjs';
import { SetupProblem } from './problem.mjs';

/** @returns {string} how to get a C++ compiler on this machine */
export function compilerRemedy(platform = process.platform) {
  if (platform === 'linux') return 'sudo apt-get install g++ (or your distribution’s C++ compiler)';
  if (platform === 'darwin') return 'xcode-select --install';
  return 'no compiler is needed on Windows: the plain JavaScript engine is used there';
}

/**
 * Finds a C++ compiler that makes programs, not only one that answers.
 *
 * @param {NodeJS.ProcessEnv} env CXX wins over the usual names
 * @returns {Promise<string>} the program's name
 */
export async function findCompiler(env = process.env) {
  for (const name of [env.CXX, 'c++', 'g++', 'clang++']) {
    if (!name) continue;
    const answer = await runChild(name, ['--version'], { env });
    if (answer.code === 0) return name;
  }
  throw new SetupProblem('A C++ compiler is missing (looked for c++, g++, clang++).', compilerRemedy());
}
