import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { ROOT } from './source-files.mjs';

/** Bundles that run where no TensorFlow may be: a page, and the process that must not die with the engine. */
const BUNDLES = ['out/renderer', 'out/main', 'out/preload'];

/** What a bundle loads from beside it; chunks that only the engine loads are the engine's. */
const LOADED = /(?:\bfrom|\bimport)\s*\(?\s*["'](\.{1,2}\/[^"']+)["']/g;

/** Marks of TensorFlow's code and binding; the word alone may stand in a text that a person reads. */
const TENSORFLOW = /@tensorflow\/|tfjs_binding|registerKernel\s*\(|KernelBackend\b|loadSavedModelMetaGraph/;

/**
 * Code made from text. `new Function("")` is zod's question whether it may; the page's policy says no, and
 * zod goes without. Its own way to make functions afterwards names no `Function(` and is not ours to judge.
 */
const CODE_FROM_TEXT =
  /\beval\s*\(|\bFunction\s*\((?!\s*(?:""|''|``)?\s*\))\s*["'`\w]|require\(["']node:vm["']\)|from\s*["']node:vm["']/;

/** @param {string} folder @returns {string[]} */
function scripts(folder) {
  const at = join(ROOT, folder);
  if (!existsSync(at)) return [];
  return readdirSync(at, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(js|cjs|mjs|html)$/.test(path))
    .map((path) => `${folder}/${path}`);
}

/** @param {string[]} paths @returns {string[]} these and all that they load, each once */
function withLoaded(paths) {
  const all = new Set(paths);
  for (const path of all)
    for (const match of readFileSync(join(ROOT, path), 'utf8').matchAll(LOADED)) {
      const loaded = posix.join(posix.dirname(path), match[1] ?? '');
      if (/\.(js|cjs|mjs)$/.test(loaded) && existsSync(join(ROOT, loaded))) all.add(loaded);
    }
  return [...all];
}

/** @param {string} text of a bundle @returns {string[]} what it may not hold, each with its line */
export function faultsIn(text) {
  return text.split('\n').flatMap((line, at) => {
    const tensorflow = TENSORFLOW.exec(line);
    const code = CODE_FROM_TEXT.exec(line);
    return [
      ...(tensorflow ? [`${at + 1}: holds TensorFlow (${tensorflow[0]})`] : []),
      ...(code ? [`${at + 1}: makes code from text (${code[0]})`] : []),
    ];
  });
}

/**
 * Reads what was built. Without a build there is nothing to read, and that is said.
 *
 * @returns {{ failures: string[], report: string[] }}
 */
export function bundles() {
  const paths = withLoaded(BUNDLES.flatMap(scripts));
  return {
    failures: paths.flatMap((path) =>
      faultsIn(readFileSync(join(ROOT, path), 'utf8')).map((it) => `${path}:${it}`),
    ),
    report: [paths.length > 0 ? `${paths.length} built files read` : 'nothing is built yet'],
  };
}
