import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { filesOf } from '../../scripts/check/source-files.mjs';

const checkout = fileURLToPath(new URL('../../', import.meta.url));
let root: string;

// Within this checkout, so that the list of a Git around it would be found out.
beforeEach(() => {
  mkdirSync(join(checkout, '.cache'), { recursive: true });
  root = mkdtempSync(join(checkout, '.cache', 'archive-'));
  for (const path of [
    'package.json',
    'src/one.ts',
    'src/layout/two.ts',
    'src/one.tsbuildinfo',
    'node_modules/left/index.js',
    'src/node_modules/right/index.js',
    'out/main/main.js',
    'dist/app',
    '.cache/electron.json',
    'test-output/picture.png',
  ]) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), '');
  }
  writeFileSync(
    join(root, '.gitignore'),
    'node_modules/\nout/\ndist/\n*.tsbuildinfo\n.cache/\ntest-output/\n',
  );
});

afterEach(() => rmSync(root, { recursive: true }));

const WHOLE = ['.gitignore', 'package.json', 'src/layout/two.ts', 'src/one.ts'];

test('an unpacked archive lists what its .gitignore leaves', () => {
  expect(filesOf(root).sort()).toEqual(WHOLE);
});

test('where Git cannot read its folder, the same files are found', () => {
  writeFileSync(join(root, '.git'), 'gitdir: nowhere\n');
  expect(filesOf(root).sort()).toEqual(WHOLE);
});

test('where there is no git, nothing that it lists in this checkout is missed', () => {
  const path = process.env.PATH;
  const byGit = filesOf(checkout);
  process.env.PATH = root;
  try {
    expect(filesOf(checkout)).toEqual(expect.arrayContaining(byGit));
  } finally {
    process.env.PATH = path;
  }
});
