import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { faultsIn } from '../../scripts/check/bundles.mjs';
import { generate } from '../../scripts/check/generated.mjs';
import { namesIn } from '../../scripts/check/names.mjs';
import { floatingPromises } from '../../scripts/check/promises.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));

test('promises that nobody waits for are found, those of Node too, and no other', () => {
  const cache = join(root, '.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'promises-'));
  const body = [
    "import { readFile } from 'node:fs/promises';",
    'const work = async (): Promise<number> => 1;',
    'export async function all(): Promise<void> {',
    "  readFile('a');",
    '  work();',
    '  work().then(() => 2);',
    '  await work();',
    '  void work();',
    '  work().catch(() => 2);',
    '  [1].push(2);',
    '}',
  ];
  const file = join(folder, 'one.ts');
  writeFileSync(file, body.join('\n'));
  const found = floatingPromises([relative(root, file)]).map((it) =>
    Number(/:(\d+):\d+: nobody/.exec(it)?.[1]),
  );
  rmSync(folder, { recursive: true });
  expect(found).toEqual([4, 5, 6]);
});

test('hosts of registries and folders of one machine are found, and ordinary paths are not', () => {
  const slash = '/';
  for (const text of [
    `see ${slash}work/main`,
    `"${slash}root/x"`,
    `${slash}tmp/x`,
    `${slash}home/paul/x`,
    ['C:', 'Users', 'paul'].join('\\'),
    ['registry', 'npmjs', 'org'].join('.'),
    ['files', ['python', 'hosted'].join(''), 'org'].join('.'),
  ])
    expect(namesIn(`first\n${text}`), text).toHaveLength(1);
  for (const text of ['src/work/x', 'network/root', '../tmp-files', `${slash}home/a/x`, 'https://nodejs.org'])
    expect(namesIn(text), text).toEqual([]);
});

test('TensorFlow and code made from text are found in a bundle', () => {
  for (const text of [
    "import * as tf from '@tensorflow/tfjs'",
    'registerKernel({',
    'eval(text)',
    'new Function("a", body)',
  ])
    expect(faultsIn(text), text).toHaveLength(1);
  for (const text of [
    'const name = "TensorFlow"',
    'retrieval(text)',
    'isFunction("x")',
    'return new Function(""), true',
    'Function(``),!0',
  ])
    expect(faultsIn(text), text).toEqual([]);
});

test('the generated lists are fresh', () => {
  expect(generate({ write: false })).toEqual([]);
});
