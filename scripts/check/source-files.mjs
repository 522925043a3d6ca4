import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** @type {string[] | undefined} */
let listed;

/** Paths from the root of every file that is or would be committed. */
export function committedFiles() {
  listed ??= filesOf(ROOT);
  return listed;
}

/**
 * Git's own list; where it has none (an unpacked archive, no git on this machine), all that .gitignore leaves.
 *
 * @param {string} root
 * @returns {string[]} with forward slashes
 */
export function filesOf(root) {
  return (listedByGit(root) ?? walked(root, ignoredNames(root))).filter((path) =>
    existsSync(join(root, path)),
  );
}

/** @param {string} root @returns {string[] | undefined} */
function listedByGit(root) {
  // An archive that was unpacked within another checkout is none of that one's files.
  if (!existsSync(join(root, '.git'))) return undefined;
  try {
    return execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
      cwd: root,
      encoding: 'utf8',
      maxBuffer: 1 << 26,
      stdio: ['ignore', 'pipe', 'ignore'],
    })
      .split('\0')
      .filter((path) => path !== '');
  } catch {
    return undefined;
  }
}

/**
 * Our .gitignore holds names (`out/`) and endings (`*.tsbuildinfo`), both for every folder, and nothing else.
 *
 * @param {string} root
 * @returns {(name: string) => boolean}
 */
function ignoredNames(root) {
  const lines = readFileSync(join(root, '.gitignore'), 'utf8').split(/\r?\n/);
  const patterns = ['.git', ...lines.map((line) => line.trim().replace(/\/$/, '')).filter(Boolean)];
  return (name) => patterns.some((it) => (it.startsWith('*') ? name.endsWith(it.slice(1)) : name === it));
}

/**
 * @param {string} root
 * @param {(name: string) => boolean} ignored
 * @param {string} [below] folder from the root, with a slash behind it
 * @returns {string[]}
 */
function walked(root, ignored, below = '') {
  return readdirSync(join(root, below), { withFileTypes: true })
    .filter((entry) => !ignored(entry.name))
    .flatMap((entry) =>
      entry.isDirectory() ? walked(root, ignored, `${below}${entry.name}/`) : [`${below}${entry.name}`],
    );
}

/** Hand-written code; generated files and data are apart. */
export const codeFiles = () =>
  committedFiles().filter((path) => /\.(ts|tsx|mjs|cjs|css)$/.test(path) && !path.endsWith('.gen.ts'));

/** @param {string} path */
export const readText = (path) => readFileSync(join(ROOT, path), 'utf8');
