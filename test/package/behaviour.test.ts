import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { electronPath } from '../../scripts/setup/electron.mjs';
import { bareEnvironment, program, switches } from './shipped.ts';

const onlyHere = process.platform === 'linux' && process.arch === 'x64';
const plain = await electronPath();
let home = '';
let canary = '';

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'potstill-fuses-'));
  canary = join(home, 'canary');
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

/** Starts a program without a screen, so that it ends by itself, and tells whether foreign code ran in it. */
function sings(path: string, args: string[], environment: Record<string, string>): boolean {
  const env = bareEnvironment(home, environment);
  delete env.DISPLAY;
  spawnSync(path, args, { env, timeout: 30_000, killSignal: 'SIGKILL' });
  const sang = existsSync(canary);
  rmSync(canary, { force: true });
  return sang;
}

// Each way in is tried on a plain Electron too: a canary that never sings proves nothing.
describe.skipIf(!onlyHere)('the shipped program runs no code but its own', () => {
  test('not as a plain Node', () => {
    const args = ['-e', `require('fs').writeFileSync(${JSON.stringify(canary)}, '')`];
    expect(sings(plain, args, { ELECTRON_RUN_AS_NODE: '1' })).toBe(true);
    expect(sings(program, [...switches, ...args], { ELECTRON_RUN_AS_NODE: '1' })).toBe(false);
  });

  test('not through NODE_OPTIONS', () => {
    const script = join(home, 'script.cjs');
    writeFileSync(script, `require('fs').writeFileSync(${JSON.stringify(canary)}, '')`);
    expect(sings(plain, switches, { NODE_OPTIONS: `--require ${script}` })).toBe(true);
    expect(sings(program, switches, { NODE_OPTIONS: `--require ${script}` })).toBe(false);
  });
});
