import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isLocked, lockRun } from '../../src/runtime/run-lock.ts';
import { buildFixture } from './build-fixture.ts';

let root = '';
let program = '';
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'potstill-test-'));
  program = await buildFixture('lock', root);
}, 60_000);
afterAll(() => rmSync(root, { recursive: true, force: true }));

const folderNamed = (name: string): string => {
  const folder = join(root, name);
  mkdirSync(folder);
  return folder;
};

describe("a run folder's lock", () => {
  it('is held by one, told while it is, and free afterwards', () => {
    const folder = folderNamed('plain');
    expect(isLocked(folder)).toBe(false);
    const release = lockRun(folder);
    expect(isLocked(folder)).toBe(true);
    expect(() => lockRun(folder)).toThrow(`process ${process.pid}`);
    release();
    expect(isLocked(folder)).toBe(false);
    lockRun(folder)();
    expect(readdirSync(folder)).toHaveLength(1);
  });

  const stale: Record<string, unknown> = {
    'a process that is gone': { pid: 2 ** 22 + 1, started: '1', boot: '', released: false },
    'a process whose number another has now': { pid: process.pid, started: '1', boot: '', released: false },
    'an earlier start of the machine': { pid: process.pid, started: '', boot: 'other', released: false },
    nonsense: 'nonsense',
  };
  for (const [what, content] of Object.entries(stale))
    it(`left by ${what} is taken over`, () => {
      const folder = folderNamed(what);
      writeFileSync(join(folder, 'run.lock.7'), JSON.stringify(content));
      expect(isLocked(folder)).toBe(false);
      const release = lockRun(folder);
      expect(isLocked(folder)).toBe(true);
      release();
    });

  it.skipIf(process.platform !== 'linux')(
    'held by a process that died is free, also before anybody has asked for its exit code',
    async () => {
      const folder = folderNamed('unreaped');
      // The shell becomes a program that never asks for the child that it took over.
      const parent = spawn('sh', [
        '-c',
        '"$0" "$@" & exec sleep 60',
        process.execPath,
        program,
        folder,
        '1',
        'deadly',
      ]);
      const children = `/proc/${parent.pid}/task/${parent.pid}/children`;
      const stateOf = (): string => {
        const child = readFileSync(children, 'utf8').trim();
        return child === ''
          ? ''
          : (/^State:\s*(\S)/m.exec(readFileSync(`/proc/${child}/status`, 'utf8'))?.[1] ?? '');
      };
      try {
        await expect.poll(stateOf, { timeout: 30_000 }).toBe('Z');
        expect(readdirSync(folder).some((it) => it.startsWith('run.lock.'))).toBe(true);
        expect(isLocked(folder)).toBe(false);
      } finally {
        parent.kill('SIGKILL');
      }
    },
  );

  it('is never held by two, however many start at once and however many die with it', async () => {
    const folder = folderNamed('race');
    const children: ChildProcess[] = [];
    const outcomes = Array.from({ length: 8 }, async (_, at) => {
      const deadly = at % 2 === 0 ? ['deadly'] : [];
      const child = spawn(process.execPath, [program, folder, '25', ...deadly]);
      children.push(child);
      let said = '';
      child.stdout.on('data', (text) => {
        said += text;
      });
      const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
      return { said, ended: signal ?? code, deadly: at % 2 === 0 };
    });
    for (const { said, ended, deadly } of await Promise.all(outcomes)) {
      expect(said).toBe('');
      expect(ended).toBe(deadly ? 'SIGKILL' : 0);
    }
    expect(isLocked(folder)).toBe(false);
    expect(readdirSync(folder).filter((name) => !/^(run\.lock\.\d+|\.lock-.*\.tmp)$/.test(name))).toEqual([]);
  }, 60_000);
});
