import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { withLock } from '../../scripts/setup/lock.mjs';

let folder = '';
let lock = '';
const module = new URL('../../scripts/setup/lock.mjs', import.meta.url).href;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'potstill-lock-'));
  lock = join(folder, 'setup.lock');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The pid of a process that has ended. */
function deadPid(): number {
  return spawnSync(process.execPath, ['-e', '']).pid;
}

/** A process that writes "in", works a little and writes "out" while it holds the lock. */
function worker(name: string): Promise<number | null> {
  const code = `
    import { appendFileSync } from 'node:fs';
    import { withLock } from ${JSON.stringify(module)};
    const log = (word) => appendFileSync(${JSON.stringify(join(folder, 'log'))}, word + ' ${name}\\n');
    await withLock(${JSON.stringify(lock)}, async () => {
      log('in');
      await new Promise((resolve) => setImmediate(resolve));
      for (let at = 0; at < 1e6; at++) Math.sqrt(at);
      log('out');
    });`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: 'inherit' });
  return new Promise((done) => child.once('exit', done));
}

/** Lines "in a", "out a", "in b", …: nobody goes in before the one inside came out. */
function expectOneAtATime(count: number): void {
  const lines = readFileSync(join(folder, 'log'), 'utf8').trim().split('\n');
  expect(lines).toHaveLength(2 * count);
  for (let at = 0; at < lines.length; at += 2) {
    expect(lines[at]).toMatch(/^in /);
    expect(lines[at + 1]).toBe(lines[at]?.replace('in', 'out'));
  }
}

describe('two set-ups at once', () => {
  test('wait for each other', async () => {
    expect(await Promise.all(['a', 'b', 'c', 'd'].map(worker))).toEqual([0, 0, 0, 0]);
    expectOneAtATime(4);
    expect(existsSync(lock)).toBe(false);
  });

  test('recover a dead one’s lock, and only one of them goes on at a time', async () => {
    writeFileSync(lock, JSON.stringify({ pid: deadPid(), host: hostname(), began: '1', key: 'x' }));
    expect(await Promise.all(['a', 'b', 'c', 'd'].map(worker))).toEqual([0, 0, 0, 0]);
    expectOneAtATime(4);
  });

  test.skipIf(process.platform !== 'linux')('are not fooled by a reused process number', async () => {
    writeFileSync(lock, JSON.stringify({ pid: process.pid, host: hostname(), began: '1', key: 'x' }));
    expect(await withLock(lock, async () => 'mine')).toBe('mine');
  });

  test('recover a lock that is no lock file', async () => {
    writeFileSync(lock, '');
    expect(await withLock(lock, async () => 'mine')).toBe('mine');
  });

  test('say once whom they wait for', async () => {
    const told: number[] = [];
    await withLock(lock, async () => {
      const second = withLock(
        lock,
        async () => 'second',
        (pid: number) => told.push(pid),
      );
      await expect.poll(() => told).toEqual([process.pid]);
      queueMicrotask(() => second);
    });
    await expect.poll(() => existsSync(lock)).toBe(false);
  });

  test('give the lock back when the work fails', async () => {
    await expect(withLock(lock, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(existsSync(lock)).toBe(false);
  });
});
