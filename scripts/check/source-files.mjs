import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** @type {string[] | undefined} */
let listed;

/** Paths from the root of every file that is or would be committed. */
export function committedFiles() {
  listed ??= execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  })
    .split('\0')
    .filter((path) => path !== '' && existsSync(join(ROOT, path)));
  return listed;
}

/** Hand-written code; generated files and data are apart. */
export const codeFiles = () =>
  committedFiles().filter((path) => /\.(ts|tsx|mjs|cjs|css)$/.test(path) && !path.endsWith('.gen.ts'));

/** @param {string} path */
export const readText = (path) => readFileSync(join(ROOT, path), 'utf8');
