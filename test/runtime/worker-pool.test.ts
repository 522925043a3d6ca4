import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { RunEvent } from '../../src/plan/events.ts';
import { contentHash } from '../../src/plan/hash.ts';
import type { Plan } from '../../src/plan/plan.ts';
import type { EngineProcess } from '../../src/runtime/link.ts';
import { nodeLauncher } from '../../src/runtime/node-launcher.ts';
import { readEvents } from '../../src/runtime/run-events.ts';
import { createRun, summaryOf } from '../../src/runtime/runs.ts';
import { unitFolder, WORKERS } from '../../src/runtime/worker-events.ts';
import { workerShare, workersThatFit } from '../../src/runtime/worker-share.ts';
import { builtPrograms } from './built-programs.ts';
import { BACKENDS } from './engine/backends.ts';
import { outcomeOf } from './engine/outcome.ts';
import { writePatterns } from './engine/patterns.ts';
import { twoTasks } from './engine/plans.ts';
import { supervised } from './supervised.ts';
import { temporaryFolders } from './temporary-folder.ts';

/* One run in several engine processes, as they are shipped. */

const folderOf = temporaryFolders();
const programs = builtPrograms();
let home = '';
let dataFolder = '';
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'potstill-test-'));
  dataFolder = writePatterns(home);
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

const making = async (plan: Plan): Promise<string> => {
  const compiled = { plan, hash: contentHash(plan), notes: [], origin: {} };
  const { folder } = await createRun(folderOf(), {
    title: 'Run',
    document: {},
    compiled,
    version: '0.0.0-test',
  });
  return folder;
};

/** All that was computed, whatever process did it; the last checkpoint lies with a part. */
const computed = async (folder: string) => {
  const { checkpoint: _, ...rest } = await outcomeOf(folder, await readEvents(folder));
  return rest;
};

/** Two workers on any machine, with a thread each, so that both ways compute in the same order. */
const ALIKE = workerShare(2, 2);

describe.each(BACKENDS)('%s', (_, { kind, engineFolder }) => {
  const start = () => {
    const engines: EngineProcess[] = [];
    onTestFinished(() => {
      for (const engine of engines) engine.kill();
    });
    const launch = nodeLauncher(programs().engine, { ...process.env, ...ALIKE });
    const alive = new Set<EngineProcess>();
    const most = { alive: 0 };
    const told = supervised({
      launcher: (more) => {
        const engine = launch({ ...more, ...ALIKE });
        engines.push(engine);
        alive.add(engine);
        most.alive = Math.max(most.alive, alive.size);
        return {
          ...engine,
          pid: engine.pid,
          onExit: (listener) =>
            engine.onExit((...how) => {
              alive.delete(engine);
              listener(...how);
            }),
        };
      },
      environment: () => ({ dataFolder, engineFolder, cacheFolder: null }),
    });
    return { ...told, engines, alive, most };
  };
  const run = async (plan: Plan, workers: number) => {
    const it = start();
    const folder = await making(plan);
    await it.supervisor.start(folder, { profile: false, workers });
    await it.supervisor.idle();
    expect(it.problems).toEqual([]);
    return { ...it, folder };
  };
  let alone: Promise<Awaited<ReturnType<typeof computed>>> | undefined;
  const inOne = () => {
    alone ??= run(twoTasks(kind), 1).then(({ folder }) => computed(folder));
    return alone;
  };

  test('two workers come to what one process does, bit for bit', async () => {
    const { folder, most, events } = await run(twoTasks(kind), 2);
    expect(await summaryOf(folder)).toMatchObject({ state: 'done', progress: 1 });
    expect(most.alive).toBe(2);
    expect(events.find((it) => it.kind === 'run-started')).toMatchObject({ workers: 2 });
    expect(await computed(folder)).toEqual(await inOne());
    expect((await readdir(join(folder, 'model'))).sort()).toEqual(['one.safetensors', 'two.safetensors']);
  });

  test.runIf(kind === 'cpu')(
    'one that is killed is told with its stage, and another goes on in its place',
    async () => {
      const it = start();
      const folder = await making(twoTasks(kind));
      await it.supervisor.start(folder, { profile: false, workers: 2 });
      // As soon as it is at work: on a quick machine an epoch later it may have done its part.
      await it.heard((event) => event.kind === 'stage-started' && event.stage === 'stage-1');
      const first = it.engines[0]?.pid;
      if (first !== undefined) process.kill(first, 'SIGKILL');
      await it.supervisor.idle();
      const notes = it.events.flatMap((event) => (event.kind === 'note' ? [event.text] : []));
      expect(notes).toContainEqual(
        expect.stringMatching(/^The worker of stage-\d.* went away\. Another one goes on/),
      );
      expect(await summaryOf(folder)).toMatchObject({ state: 'done' });
      expect(await computed(folder)).toEqual(await inOne());
    },
  );

  test.runIf(kind === 'cpu')('a stop ends all of them, and the run goes on from where each was', async () => {
    const it = start();
    const folder = await making(twoTasks(kind));
    const { id } = await it.supervisor.start(folder, { profile: false, workers: 2 });
    await it.heard((event) => event.kind === 'epoch');
    it.supervisor.stop(id);
    await it.supervisor.idle();
    expect(it.alive.size).toBe(0);
    expect(await summaryOf(folder)).toMatchObject({ state: 'stopped', resumable: true });
    const again = start();
    await again.supervisor.continue(folder);
    await again.supervisor.idle();
    expect(again.problems).toEqual([]);
    expect(await summaryOf(folder)).toMatchObject({ state: 'done' });
    expect(await computed(folder)).toEqual(await inOne());
  });
});

describe('workers in plain JavaScript', () => {
  const start = (behaviour: (started: number) => boolean) => {
    let started = 0;
    const launch = nodeLauncher(programs().engine);
    return supervised({
      launcher: () => {
        const engine = launch();
        started += 1;
        // Gone before it says a word.
        if (behaviour(started)) engine.kill();
        return engine;
      },
      environment: () => ({ dataFolder, engineFolder: null, cacheFolder: null }),
    });
  };

  test('that go away again and again end the run, with the stage at which it happened', async () => {
    const { supervisor, events } = start(() => true);
    const folder = await making(twoTasks('cpu'));
    await supervisor.start(folder, { profile: false, workers: 2 });
    await supervisor.idle();
    const told = events.find((it): it is Extract<RunEvent, { kind: 'problem' }> => it.kind === 'problem');
    expect(told).toMatchObject({ code: 'worker-lost', at: expect.stringMatching(/^stage-\d$/) });
    expect(told?.message).toMatch(/^The worker of stage-\d.* went away 2 times\./);
    expect(await summaryOf(folder)).toMatchObject({ state: 'failed', resumable: true });
  });

  test('an end at once leaves no process behind', async () => {
    const { supervisor, heard } = start(() => false);
    const folder = await making(twoTasks('cpu'));
    const { id } = await supervisor.start(folder, { profile: false, workers: 2 });
    await heard((event) => event.kind === 'metrics');
    supervisor.kill(id);
    await supervisor.idle();
    expect(await summaryOf(folder)).toMatchObject({ state: 'killed' });
  });

  test('a problem of one stops the others, and stands in the log of the whole', async () => {
    const plan = twoTasks('cpu');
    const stages = plan.stages.map((it) =>
      it.id === 'stage-4' ? { ...it, optimizer: { ...it.optimizer, rate: 1e30 } } : it,
    );
    const { supervisor, events } = start(() => false);
    const folder = await making({ ...plan, stages });
    await supervisor.start(folder, { profile: false, workers: 2 });
    await supervisor.idle();
    expect(events.filter((it) => it.kind === 'problem')).toHaveLength(1);
    expect(events.find((it) => it.kind === 'problem')).toMatchObject({ at: 'term-41' });
    expect(events.at(-1)).toMatchObject({ kind: 'run-ended', how: 'failed' });
  });

  test('each part is a run folder with a plan that any machine could run', async () => {
    const { supervisor } = start(() => false);
    const folder = await making(twoTasks('cpu'));
    await supervisor.start(folder, { profile: false, workers: 2 });
    await supervisor.idle();
    const parts = await readdir(join(folder, WORKERS));
    for (const part of parts) {
      expect(await summaryOf(unitFolder(folder, part))).toMatchObject({ state: 'done' });
      expect(existsSync(join(unitFolder(folder, part), 'run.json'))).toBe(true);
    }
    expect(parts.length).toBeGreaterThan(4);
  });
});

test('processors and memory are shared out', () => {
  expect(workerShare(2, 8)).toMatchObject({ TF_NUM_INTRAOP_THREADS: '4', TF_NUM_INTEROP_THREADS: '4' });
  expect(workerShare(3, 2)).toMatchObject({ TF_NUM_INTRAOP_THREADS: '1' });
  expect(workersThatFit(4, 16e9)).toBe(4);
  expect(workersThatFit(4, 1.5e9)).toBe(2);
  expect(workersThatFit(4, 1e8)).toBe(1);
});
