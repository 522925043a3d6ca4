import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { missingEntries, platformEntry } from '../../scripts/setup/lock-file.mjs';
import { checkout } from '../../scripts/setup/places.mjs';

interface Entry {
  version?: string;
  integrity?: string;
  resolved?: string;
  os?: string[];
}
const packages = (path: string): Record<string, Entry> =>
  JSON.parse(readFileSync(join(checkout, path), 'utf8')).packages;

describe.each([
  'package-lock.json',
  'scripts/setup/electron-fallback/package-lock.json',
  'scripts/setup/cifar-10/package-lock.json',
  'scripts/setup/imdb/package-lock.json',
])('%s', (path) => {
  const entries = Object.entries(packages(path)).filter(([name]) => name !== '');

  test('names no registry and locks every package for this platform by its hash', () => {
    expect(entries.length).toBeGreaterThan(0);
    for (const [name, entry] of entries) {
      expect(entry.resolved, name).toBeUndefined();
      expect(entry.version, name).toMatch(/^\d/);
      // Only packages of another platform may be without: a registry that lacks them gave no hash.
      const here = entry.os === undefined || (entry.os.includes('linux') && !name.includes('musl'));
      if (here && !/arm|ppc|riscv|s390x/.test(name)) expect(entry.integrity, name).toMatch(/^sha512-/);
    }
  });

  test('lists the optional packages of every platform, or npm ci refuses it', () => {
    const hint = 'run node scripts/setup/lock-file.mjs';
    expect(missingEntries(packages(path)).map(({ name }) => `${name}: ${hint}`)).toEqual([]);
  });
});

describe('a missing optional package', () => {
  test('is noticed, unless a folder above holds it', () => {
    const entries = {
      'node_modules/a': { optionalDependencies: { 'b-linux-x64': '1.0.0', 'b-darwin-arm64': '1.0.0' } },
      'node_modules/b-linux-x64': { version: '1.0.0' },
      'node_modules/c/node_modules/d': { optionalDependencies: { 'b-linux-x64': '1.0.0' } },
    };
    expect(missingEntries(entries)).toEqual([
      { by: 'node_modules/a', name: 'b-darwin-arm64', version: '1.0.0' },
    ]);
  });

  test('gets its platform from its name', () => {
    expect(platformEntry('@b/cli-linux-x64-musl', '1.0.0', { dev: true })).toEqual({
      version: '1.0.0',
      dev: true,
      optional: true,
      os: ['linux'],
      cpu: ['x64'],
      libc: ['musl'],
    });
    expect(() => platformEntry('b', '1.0.0', {})).toThrow('no platform');
  });
});
