import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTeacherCache } from '../../../src/runtime/engine/cache/teacher-cache.ts';
import { buildFixture } from '../build-fixture.ts';
import { keyOf, ROWS, TAPS, writeRows } from './cached-rows.ts';

let root = '';
let program = '';
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'potstill-test-'));
  program = await buildFixture('cache', root);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const ONE = keyOf(1);
let made = 0;
const folderOf = (): string => {
  made += 1;
  const folder = join(root, `folder-${made}`);
  mkdirSync(folder);
  return folder;
};
const start = (folder: string, ...behaviour: string[]): ChildProcess =>
  spawn(process.execPath, [program, folder, ...behaviour], { stdio: ['pipe', 'pipe', 'inherit'] });

/** Resolves at the first line with these words; a child that ends before it says them fails the test. */
async function told(child: ChildProcess, words: string): Promise<void> {
  if (child.stdout) for await (const line of createInterface(child.stdout)) if (line === words) return;
  throw new Error(`it ended without saying ${words}`);
}

async function killed(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

describe('a process that is killed while it writes', () => {
  test.each([0, 2, ROWS])(
    'after %i rows leaves nothing that is found, and what it left is cleared',
    async (rows) => {
      const folder = folderOf();
      const child = start(folder, 'write', `${rows}`);
      await told(child, 'here');
      expect(await openTeacherCache(folder).find(ONE, TAPS)).toBeNull();
      // It may go on, so that nobody clears up behind it.
      await openTeacherCache(folder, 0).trim();
      expect(readdirSync(folder)).toHaveLength(2);
      await killed(child);
      expect(await openTeacherCache(folder).find(ONE, TAPS)).toBeNull();
      await openTeacherCache(folder).trim();
      expect(readdirSync(folder)).toEqual([]);
    },
  );

  test('at any moment of finishing leaves all or nothing', async () => {
    const outcomes = new Set<boolean>();
    for (let round = 0; round < (process.env.POTSTILL_FULL ? 100 : 10); round += 1) {
      const folder = folderOf();
      const child = start(folder, 'rush');
      await told(child, round === 0 ? 'done' : 'here');
      await killed(child);
      const cache = openTeacherCache(folder);
      const found = await cache.find(ONE, TAPS);
      outcomes.add(found !== null);
      await cache.trim();
      expect(readdirSync(folder).filter((it) => !it.endsWith('.use'))).toEqual(found ? [ONE] : []);
      expect(await writeRows(cache, ONE)).toMatchObject({ kind: 'kept' });
    }
    expect(outcomes).toContain(true);
  });
});

test('what another process holds stays until it ends', async () => {
  const folder = folderOf();
  const cache = openTeacherCache(folder, 0);
  const writer = openTeacherCache(folder);
  await writeRows(writer, ONE);
  await writer.close();
  const child = start(folder, 'hold');
  await told(child, 'here');
  await cache.trim();
  expect(readdirSync(folder)).toContain(ONE);
  await killed(child);
  await cache.trim();
  expect(readdirSync(folder)).toEqual([]);
});

test('many processes that find, write and clear away at once never meet a half or another cache', async () => {
  const folder = folderOf();
  const children = Array.from({ length: 4 }, () =>
    start(folder, 'crowd', process.env.POTSTILL_FULL ? '200' : '30'),
  );
  const lines: string[] = [];
  await Promise.all(
    children.map(async (child) => {
      const ended = once(child, 'exit');
      if (child.stdout) for await (const line of createInterface(child.stdout)) lines.push(line);
      expect(await ended).toEqual([0, null]);
    }),
  );
  expect(lines.filter((it) => it !== 'found')).toEqual([]);
  expect(lines.length).toBeGreaterThan(10);
  await openTeacherCache(folder, 0).trim();
  expect(readdirSync(folder)).toEqual([]);
});
