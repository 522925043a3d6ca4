import { cpSync, linkSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';
import { checkout } from '../../scripts/setup/places.mjs';

const require = createRequire(import.meta.url);

/** electron-builder's own archive reader. */
const asar = require('@electron/asar') as {
  listPackage: (path: string) => string[];
  extractFile: (path: string, name: string) => Buffer;
};

export const app = join(checkout, 'dist', 'linux-unpacked');
export const program = join(app, 'potstill');
export const resources = join(app, 'resources');
const archive = join(resources, 'app.asar');

/** Names of all files in the app's archive, without a leading slash. */
export function archived(): string[] {
  return asar.listPackage(archive).map((name) => name.replaceAll('\\', '/').slice(1));
}

/** Text of one of them. */
export function read(name: string): string {
  return asar.extractFile(archive, name).toString('utf8');
}

/** As root Chromium asks for it; the sandbox is proven elsewhere, as another user. */
export const switches = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

/** The environment of a machine with nothing on it: no Node, no Python, no compiler, an empty home. */
export function bareEnvironment(home: string, more: Record<string, string> = {}): Record<string, string> {
  mkdirSync(home, { recursive: true });
  const screen = ['DISPLAY', 'XAUTHORITY'].flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(screen), HOME: home, PATH: join(home, 'nothing-here'), ...more };
}

/**
 * A copy of the package that a test may drive: the same files (hard links), but the program's fuse for inspection
 * is on, which Playwright needs. The shipped program keeps it off.
 */
export async function drivableCopy(): Promise<string> {
  const copy = join(checkout, 'dist', 'linux-drivable');
  rmSync(copy, { recursive: true, force: true });
  for (const entry of readdirSync(app, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    const from = join(entry.parentPath, entry.name);
    const to = join(copy, from.slice(app.length));
    mkdirSync(dirname(to), { recursive: true });
    if (entry.name === 'potstill') cpSync(from, to);
    else linkSync(from, to);
  }
  const driven = join(copy, 'potstill');
  await flipFuses(driven, { version: FuseVersion.V1, [FuseV1Options.EnableNodeCliInspectArguments]: true });
  return driven;
}
