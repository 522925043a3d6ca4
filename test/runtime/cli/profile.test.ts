import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { listRuns } from '../../../src/runtime/runs.ts';
import { distillProgram, eventsOf, SMALL } from '../distill.ts';
import { STARTER } from '../starter.ts';
import { temporaryFolders } from '../temporary-folder.ts';

/* A profile as people have it from the command line: the built program, MNIST itself, whatever engine there is. */

const distill = distillProgram();
const folderOf = temporaryFolders();

test('--profile tells where the time of each stage went, by the person’s nodes, and leaves its traces', async () => {
  const root = folderOf();
  const { code, stdout, stderr } = await distill([
    STARTER.pathname,
    ...SMALL,
    ...['--out', root, '--profile'],
  ]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const folder = (await listRuns(root))[0]?.folder ?? '';
  expect(stdout.match(/^Stage \d, .+: [\d.]+ ms a step/gm)).toHaveLength(3);
  for (const node of ['Teacher', 'Student', 'MNIST', 'Adam', 'Tempered softmax'])
    expect(stdout).toMatch(new RegExp(`^${node} +[\\d.]+ +[\\d.]+ % +[\\d.]+ \\w?B`, 'm'));
  const traces = ['trace-stage-1.json', 'trace-stage-2.json', 'trace-stage-3.json'];
  expect(readdirSync(folder).filter((it) => it.startsWith('trace-'))).toEqual(traces);
  for (const trace of traces) {
    expect(stdout).toContain(`Trace: ${join(folder, trace)}\n`);
    const { traceEvents } = JSON.parse(readFileSync(join(folder, trace), 'utf8'));
    expect(traceEvents.filter((it: { ph: string }) => it.ph === 'X').length).toBeGreaterThan(10);
  }
});

test('a profile has the time of every part of a step, and without --profile there is none', async () => {
  const measured = await distill([
    STARTER.pathname,
    ...SMALL,
    ...['--out', folderOf(), '--json', '--profile'],
  ]);
  const profiles = eventsOf(measured).flatMap((it) => (it.kind === 'profile' ? [it] : []));
  expect(profiles.map((it) => it.stage)).toEqual(['stage-1', 'stage-2', 'stage-3']);
  for (const { milliseconds, entries } of profiles) {
    expect(milliseconds).toBeGreaterThan(0);
    expect(entries.map((it) => it.part)).toEqual(expect.arrayContaining(['data', 'loss', 'optimizer']));
    // Work may run side by side, and no part of a step takes longer than all of its processors together.
    expect(Math.max(...entries.map((it) => it.milliseconds))).toBeGreaterThan(0);
  }
  const plain = await distill([STARTER.pathname, ...SMALL, '--out', folderOf(), '--json']);
  expect(eventsOf(plain).filter((it) => it.kind === 'profile')).toEqual([]);
});
