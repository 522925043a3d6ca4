import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { hashInputs } from '../../scripts/setup/build.mjs';
import { userFolder } from '../../scripts/setup/places.mjs';
import { duration, size } from '../../scripts/setup/progress.mjs';
import { hasDisplay } from '../../scripts/setup/start-command.mjs';
import { missingLibraries } from '../../scripts/setup/system-libraries.mjs';
import { countTests } from '../../scripts/setup/test-command.mjs';

describe('the folder that checkouts share', () => {
  test('follows each platform’s custom, and a setting above all', () => {
    expect(userFolder({}, 'linux', '/home/a')).toBe(join('/home/a', '.local', 'share', 'potstill'));
    expect(userFolder({ XDG_DATA_HOME: '/data' }, 'linux', '/home/a')).toBe(join('/data', 'potstill'));
    expect(userFolder({}, 'darwin', '/Users/a')).toBe(
      join('/Users/a', 'Library', 'Application Support', 'Potstill'),
    );
    expect(userFolder({ LOCALAPPDATA: 'C:/L' }, 'win32', 'C:/a')).toBe(join('C:/L', 'Potstill'));
    expect(userFolder({ POTSTILL_HOME: '/p', XDG_DATA_HOME: '/data' }, 'linux', '/home/a')).toBe('/p');
  });
});

describe('a display', () => {
  test('is looked for on Linux only', () => {
    expect(hasDisplay({}, 'linux')).toBe(false);
    expect(hasDisplay({ DISPLAY: ':0' }, 'linux')).toBe(true);
    expect(hasDisplay({ WAYLAND_DISPLAY: 'wayland-0' }, 'linux')).toBe(true);
    expect(hasDisplay({}, 'darwin')).toBe(true);
  });
});

describe('missing system libraries', () => {
  test('are read from what the loader says', () => {
    const said =
      '\tlinux-vdso.so.1 (0x1)\n\tlibgtk-3.so.0 => not found\n\tlibc.so.6 => /lib/libc.so.6 (0x2)\n\tlibnss3.so => not found\n';
    expect(missingLibraries(said)).toEqual(['libgtk-3.so.0', 'libnss3.so']);
    expect(missingLibraries('\tnot a dynamic executable\n')).toEqual([]);
  });
});

describe('the sum of tests', () => {
  test('counts what passed and failed', () => {
    expect(countTests({ numPassedTests: 5, numFailedTests: 2, testResults: [] }, 1)).toEqual({
      passed: 5,
      failed: 2,
    });
  });
  test('counts a file that did not load, a crash and an unexplained exit code as failures', () => {
    const unloaded = {
      numPassedTests: 3,
      numFailedTests: 0,
      testResults: [{ status: 'failed', assertionResults: [] }],
    };
    expect(countTests(unloaded, 1)).toEqual({ passed: 3, failed: 1 });
    expect(countTests(undefined, 139)).toEqual({ passed: 0, failed: 1 });
    expect(countTests({ numPassedTests: 3, numFailedTests: 0, testResults: [] }, 1)).toEqual({
      passed: 3,
      failed: 1,
    });
  });
});

describe('figures on screen', () => {
  test('are short', () => {
    expect([duration(400), duration(125_000)]).toEqual(['0.4 s', '2 min 5 s']);
    expect([size(258_876_263), size(3_100_000_000), size(12)]).toEqual(['259 MB', '3.1 GB', '1 kB']);
  });
});

describe('the build’s stamp', () => {
  let root = '';
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  test('changes with the content of a source, not with its date', async () => {
    root = mkdtempSync(join(tmpdir(), 'potstill-build-'));
    mkdirSync(join(root, 'src'));
    const source = join(root, 'src', 'a.ts');
    writeFileSync(source, 'one');
    const first = await hashInputs(root);
    writeFileSync(source, 'one');
    expect(await hashInputs(root)).toBe(first);
    writeFileSync(source, 'two');
    expect(await hashInputs(root)).not.toBe(first);
  });
});
