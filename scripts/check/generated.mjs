import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { opsText, partsText } from './generated-python.mjs';

/**
 * The two lists by which definitions are found, and Python as strings (generated-python.mjs). They are written from the folders
 * src/nodes/<category>/<name>/{node,op}.ts and checked in, so that a new node is two new files and no edit,
 * and so that a review sees it arrive.
 */

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const NODES = join(ROOT, 'src/nodes');
const LISTS = [
  {
    file: 'catalogue.gen.ts',
    part: 'node.ts',
    exported: /^export const (\w+)\s*=\s*define\w+\(/gm,
    exactly: 1,
    list: 'catalogue',
    type: 'NodeDefinition',
    typeFrom: './define.ts',
    tells: 'Every kind of node, by type.',
  },
  {
    file: 'operations.gen.ts',
    part: 'op.ts',
    exported: /^export const (\w+)\s*=\s*define(?:Op|Optimizer|Schedule|Start)\(/gm,
    exactly: undefined,
    list: 'operations',
    type: 'AnyOperation',
    typeFrom: '../plan/operation.ts',
    tells: 'Every op, optimizer, schedule and start that an engine must know.',
  },
];

/** @typedef {(typeof LISTS)[number]} List */

/** @param {string} at */
const folders = (at) =>
  readdirSync(at, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();

/** What one list holds, in the order of the folders: every export's name and file. @param {List} list */
function membersOf({ part, exported, exactly }) {
  /** @type {{ name: string, path: string }[]} */
  const members = [];
  for (const category of folders(NODES))
    for (const name of folders(join(NODES, category))) {
      const path = `${category}/${name}/${part}`;
      const file = join(NODES, path);
      if (!existsSync(file)) continue;
      const names = [...readFileSync(file, 'utf8').matchAll(exported)].map((match) => match[1]);
      const wrong = exactly === undefined ? names.length === 0 : names.length !== exactly;
      if (wrong)
        throw new Error(
          `src/nodes/${path} exports ${names.length} definitions (${names.join(', ') || 'none'}); ` +
            `allowed: ${exactly ?? 'one or more'}, each as "export const name = define…(".`,
        );
      members.push(...names.map((it) => ({ name: it ?? '', path })));
    }
  const twice = members.find((it, at) =>
    members.some((other, before) => before < at && other.name === it.name),
  );
  if (twice)
    throw new Error(`Two definitions are called ${twice.name}; one of them is in src/nodes/${twice.path}.`);
  return members;
}

/** @param {List} list */
function textOf(list) {
  const members = membersOf(list);
  const paths = [...new Set(members.map((it) => it.path))];
  const imports = paths.map((path) => {
    const names = members.filter((it) => it.path === path).map((it) => it.name);
    return `import { ${names.join(', ')} } from './${path}';`;
  });
  return [
    '// Written by scripts/generate.mjs from the folders beside it. Do not edit.',
    ...imports,
    `import type { ${list.type} } from '${list.typeFrom}';`,
    '',
    `/** ${list.tells} */`,
    `export const ${list.list}: readonly ${list.type}[] = [${members.map((it) => it.name).join(', ')}];`,
    '',
  ].join('\n');
}

/** @param {string} text @param {string} file */
function formatted(text, file) {
  const biome = createRequire(import.meta.url).resolve('@biomejs/biome/bin/biome');
  const result = spawnSync(process.execPath, [biome, 'check', '--write', `--stdin-file-path=${file}`], {
    cwd: ROOT,
    input: text,
    encoding: 'utf8',
  });
  if (result.status !== 0) throw new Error(`${file} could not be formatted: ${result.stderr}`);
  return result.stdout;
}

/**
 * @param {{ write: boolean }} how whether stale files are written anew
 * @returns {string[]} the files that were stale, as paths from the root
 */
export function generate({ write }) {
  const stale = [];
  for (const [path, raw] of [
    ...LISTS.map((list) => [`src/nodes/${list.file}`, textOf(list)]),
    ['src/nodes/torch.gen.ts', opsText(NODES)],
    ['src/export/python/parts.gen.ts', partsText(join(ROOT, 'src/export/python/parts'))],
  ]) {
    const text = formatted(raw ?? '', path ?? '');
    const at = join(ROOT, path ?? '');
    if (existsSync(at) && readFileSync(at, 'utf8') === text) continue;
    stale.push(path ?? '');
    if (write) writeFileSync(at, text);
  }
  return stale;
}
