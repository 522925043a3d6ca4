import { runChild, tail } from './child.mjs';
import { SetupProblem } from './problem.mjs';

/** @returns {[string, string[]]} how npm is started: the one that started this script, else the one on the path */
function npmProgram() {
  const own = process.env.npm_execpath;
  if (own && /npm-cli\.c?js$/.test(own)) return [process.execPath, [own]];
  return process.platform === 'win32' ? ['npm.cmd', []] : ['npm', []];
}

/**
 * Installs a locked project. npm's warnings (engines of packages that only name a newer Node) stay hidden,
 * its errors do not.
 *
 * @param {string} folder holds package.json and package-lock.json
 * @param {string} what for the message
 */
export async function npmCi(folder, what) {
  const [program, first] = npmProgram();
  const args = [...first, 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const result = await runChild(program, args, { cwd: folder, shell: program.endsWith('.cmd') });
  if (result.code === 0) return;
  const text = result.stderr || result.stdout;
  const offline = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH/.test(text);
  const full = /ENOSPC/.test(text);
  const apart = /in sync|EUSAGE/.test(text);
  throw new SetupProblem(
    `${what} could not be installed:\n${tail(text, 10)}`,
    offline
      ? 'check the connection and npm’s settings for registry and proxy, then run the command again'
      : full
        ? 'free about 2 GB of disk space, then run the command again'
        : apart
          ? 'package.json and package-lock.json disagree: npm install brings them together'
          : 'run the command again; if it fails again, report these lines',
  );
}
