import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Python that lies beside what it stands for, as strings: a pipeline that is exported as a script is put together of it.
 * Bundles cannot read files, so that it is written into TypeScript and checked in.
 */

/** @param {string} name of an op, `loss.mutual-information` @returns {string} `mutual_information` */
const functionOf = (name) => name.slice(name.indexOf('.') + 1).replaceAll('-', '_');

/** @param {string} text @returns {string} */
const literal = (text) => JSON.stringify(text.trimEnd());

/** @param {string} at @returns {string[]} */
const entries = (at) => readdirSync(at).sort();

/** Each `torch.py` of a node and the ops that it has a function for. @param {string} nodes the folder of all nodes */
export function opsText(nodes) {
  /** @type {string[]} */
  const texts = [];
  /** @type {string[]} */
  const ops = [];
  for (const category of foldersOf(nodes))
    for (const node of existsSync(join(nodes, category, 'torch.py'))
      ? ['']
      : foldersOf(join(nodes, category))) {
      const folder = node ? `${category}/${node}` : category;
      const file = join(nodes, folder, 'torch.py');
      if (!existsSync(file)) continue;
      const text = readFileSync(file, 'utf8');
      texts.push(`'${folder}': ${literal(text)}`);
      const op = join(nodes, folder, 'op.ts');
      if (!existsSync(op)) continue;
      for (const [, name = ''] of readFileSync(op, 'utf8').matchAll(/^ {2}name: '([a-z]+\.[a-z0-9-]+)',$/gm))
        if (new RegExp(`^def ${functionOf(name)}\\(`, 'm').test(text)) ops.push(`'${name}': '${folder}'`);
    }
  return [
    '// Written by scripts/generate.mjs from the files torch.py beside the ops. Do not edit.',
    '/** Python, by the folder that it lies in. */',
    `export const torchTexts: Readonly<Record<string, string>> = {${texts.join(', ')}};`,
    '/** The folder in which an op has its function. */',
    `export const torchOps: Readonly<Record<string, string>> = {${ops.join(', ')}};`,
    '',
  ].join('\n');
}

/** The parts that every script begins with. @param {string} parts their folder */
export function partsText(parts) {
  const texts = entries(parts).map(
    (file) => `${file.replace('.py', '')}: ${literal(readFileSync(join(parts, file), 'utf8'))}`,
  );
  return [
    '// Written by scripts/generate.mjs from the files in parts/. Do not edit.',
    `export const parts = {${texts.join(', ')}} as const;`,
    '',
  ].join('\n');
}

/** @param {string} at @returns {string[]} */
const foldersOf = (at) =>
  readdirSync(at, { withFileTypes: true })
    .filter((it) => it.isDirectory())
    .map((it) => it.name)
    .sort();
