import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ensurePackages, firstLoss, isInstalled } from '../../scripts/setup/packages.mjs';

const silent = { say: () => {}, bytes: () => {}, result: () => {} };

describe('what counts as installed', () => {
  const lock = {
    packages: {
      '': {},
      'node_modules/a': { version: '1.0.0', integrity: 'sha512-x' },
      'node_modules/b': { version: '2.0.0', optional: true },
    },
  };

  test('a note that names every package of the lock, optional ones of another platform aside', () => {
    expect(
      isInstalled(lock, { packages: { 'node_modules/a': { version: '1.0.0', integrity: 'sha512-x' } } }),
    ).toBe(true);
  });
  test('not one with another version, another hash, or none at all', () => {
    expect(
      isInstalled(lock, { packages: { 'node_modules/a': { version: '1.0.1', integrity: 'sha512-x' } } }),
    ).toBe(false);
    expect(
      isInstalled(lock, { packages: { 'node_modules/a': { version: '1.0.0', integrity: 'sha512-y' } } }),
    ).toBe(false);
    expect(isInstalled(lock, undefined)).toBe(false);
  });
  test('a lost or shortened file is named, an added one does no harm', () => {
    expect(firstLoss('a/x.js 10\na/y.js 20', 'a/x.js 10\na/y.js 20\nb/z.js 1')).toBeUndefined();
    expect(firstLoss('a/x.js 10\na/y.js 20', 'a/x.js 10')).toBe('a/y.js');
    expect(firstLoss('a/x.js 10\na/y.js 20', 'a/x.js 10\na/y.js 19')).toBe('a/y.js');
  });
});

describe('a project of one packed package', () => {
  let root = '';
  const packed = () => `file:${join(root, 'grain-1.0.0.tgz')}`;
  const installed = () => join(root, 'node_modules', 'grain', 'index.js');

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'potstill-packages-'));
    const grain = join(root, 'grain');
    mkdirSync(grain);
    writeFileSync(
      join(grain, 'package.json'),
      JSON.stringify({ name: 'grain', version: '1.0.0', main: 'index.js' }),
    );
    writeFileSync(join(grain, 'index.js'), 'module.exports = 42;\n');
    const npm = (args: string[]) =>
      execFileSync('npm', args, { cwd: root, stdio: ['ignore', 'pipe', 'ignore'] });
    npm(['pack', './grain', '--silent']);
    writeFileSync(
      join(root, 'package.json'),
      JSON.stringify({ name: 'still', version: '1.0.0', dependencies: { grain: packed() } }),
    );
    npm(['install', '--package-lock-only', '--ignore-scripts', '--offline', '--silent']);
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  test('is installed, left alone, and healed when a file is lost, cut short, or the install was killed', async () => {
    await ensurePackages(silent, root);
    expect(readFileSync(installed(), 'utf8')).toContain('42');

    const marker = join(root, 'node_modules', 'grain', 'added.txt');
    writeFileSync(marker, 'a second set-up must not install again');
    await ensurePackages(silent, root);
    expect(readFileSync(marker, 'utf8')).toContain('not install again');

    rmSync(installed());
    await ensurePackages(silent, root);
    expect(readFileSync(installed(), 'utf8')).toContain('42');

    writeFileSync(installed(), 'module');
    await ensurePackages(silent, root);
    expect(readFileSync(installed(), 'utf8')).toContain('42');

    // Killed half-way: npm's own note, which it writes last, is not there, nor is ours.
    rmSync(join(root, 'node_modules', '.package-lock.json'));
    rmSync(join(root, 'node_modules', '.potstill-packages.json'));
    writeFileSync(installed(), '');
    await ensurePackages(silent, root);
    expect(readFileSync(installed(), 'utf8')).toContain('42');
  }, 60_000);

  test('says what to do when lock and package file disagree', async () => {
    const dependencies = { grain: packed(), malt: packed() };
    writeFileSync(
      join(root, 'package.json'),
      JSON.stringify({ name: 'still', version: '1.0.0', dependencies }),
    );
    await expect(ensurePackages(silent, root)).rejects.toMatchObject({
      name: 'SetupProblem',
      remedy: expect.stringContaining('npm install'),
    });
  }, 60_000);
});
