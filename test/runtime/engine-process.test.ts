import { appendFileSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { RunEvent } from '../../src/plan/events.ts';
import { contentHash } from '../../src/plan/hash.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { checkpointFolder, newestCheckpoint } from '../../src/runtime/checkpoints.ts';
import { PATIENCE } from '../../src/runtime/engine-session.ts';
import type { EngineProcess } from '../../src/runtime/link.ts';
import { nodeLauncher } from '../../src/runtime/node-launcher.ts';
import { readEvents } from '../../src/runtime/run-events.ts';
import { createRun, summaryOf } from '../../src/runtime/runs.ts';
import { builtPrograms } from './built-programs.ts';
import { BACKENDS } from './engine/backends.ts';
import { type Outcome, outcomeOf } from './engine/outcome.ts';
import { writePatterns } from './engine/patterns.ts';
import { distillation } from './engine/plans.ts';
import { supervised } from './supervised.ts';
import { temporaryFolders } from './temporary-folder.ts';

/* The engine as it is shipped, in a process of its own, and what becomes of a run when that process goes away. */

const folderOf = temporaryFolders();
const programs = builtPrograms();
let home = '';
let dataFolder = '';
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'potstill-test-'));
  dataFolder = writePatterns(home);
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** Long enough to be met in the middle, in each of three stages: compiled steps are quick. */
const EPOCHS = { auto: 4, cpu: 4, tensorflow: 60 } as const;
function longPlan(kind: Plan['engine']['kind']): Plan {
  const of = distillation(kind);
  const epochs = EPOCHS[kind];
  return { ...of, stages: of.stages.map((it) => ({ ...it, epochs, batch: 4, steps: epochs * 24 })) };
}

const STAGES = ['stage-1', 'stage-2', 'stage-3'];

/** A checkpoint after so many epochs of a stage. */
const saved = (stage: number, epochs: number) => (event: RunEvent) =>
  event.kind === 'checkpoint' && event.stage === `stage-${stage}` && event.step >= 24 * epochs;

const making = async (plan: Plan, root = folderOf()): Promise<string> => {
  const compiled = { plan, hash: contentHash(plan), notes: [], origin: {} };
  const { folder } = await createRun(root, { title: 'Run', document: {}, compiled, version: '0.0.0-test' });
  return folder;
};

describe.each(BACKENDS)('%s', (name, { kind, engineFolder }) => {
  const plan = longPlan(kind);
  const start = (patience = PATIENCE) => {
    const engines: EngineProcess[] = [];
    // One that was frozen would stand there for ever, should the test fail before it is ended.
    onTestFinished(() => {
      for (const engine of engines) engine.kill();
    });
    const launch = nodeLauncher(programs().engine);
    const told = supervised({
      launcher: () => {
        const engine = launch();
        engines.push(engine);
        return engine;
      },
      environment: () => ({ dataFolder, engineFolder, cacheFolder: null }),
      patience,
    });
    /** Sends the running engine a signal, as the system or a person does. */
    const signal = (name: NodeJS.Signals): void => {
      const pid = engines.at(-1)?.pid;
      if (pid !== undefined) process.kill(pid, name);
    };
    return { ...told, signal };
  };
  const whole = async (): Promise<Outcome> => {
    const { supervisor, problems } = start();
    const folder = await making(plan);
    await supervisor.start(folder);
    await supervisor.idle();
    expect(problems).toEqual([]);
    return outcomeOf(folder, await readEvents(folder));
  };
  let wanted: Promise<Outcome> | undefined;
  /** What the run comes to that nobody disturbs. */
  const undisturbed = (): Promise<Outcome> => {
    wanted ??= whole();
    return wanted;
  };
  const goOn = async (folder: string) => {
    const { supervisor } = start();
    await supervisor.continue(folder);
    await supervisor.idle();
    expect(await summaryOf(folder)).toMatchObject({ state: 'done', progress: 1 });
    return outcomeOf(folder, await readEvents(folder));
  };

  test('killed in the middle, twice: the run is marked so, and goes on to the end it would have had', async () => {
    const { supervisor, heard, signal } = start();
    const folder = await making(plan);
    await supervisor.start(folder);
    await heard(saved(1, 1));
    signal('SIGKILL');
    await supervisor.idle();
    expect(await summaryOf(folder)).toMatchObject({
      state: 'killed',
      ending: 'The engine was ended from outside (SIGKILL).',
      resumable: true,
    });

    const second = start();
    await second.supervisor.continue(folder);
    await second.heard((it) => it.kind === 'checkpoint');
    second.signal('SIGKILL');
    await second.supervisor.idle();
    expect(await summaryOf(folder)).toMatchObject({ state: 'killed', resumable: true });
    const started = second.events.find((it) => it.kind === 'run-started');
    expect(started).toMatchObject({ resumedAt: { step: expect.any(Number) } });
    expect(await goOn(folder)).toEqual(await undisturbed());
  });

  // What does not depend on who computes is asked once, where each engine takes seconds to start.
  if (name !== 'plain JavaScript' && !process.env.POTSTILL_FULL) return;

  test('told by the system to leave: it stops with a checkpoint, and the run goes on to the same end', async () => {
    const { supervisor, heard, signal } = start();
    const folder = await making(plan);
    await supervisor.start(folder);
    await heard((it) => it.kind === 'metrics');
    signal('SIGTERM');
    await supervisor.idle();
    expect(await summaryOf(folder)).toMatchObject({ state: 'stopped', resumable: true });
    expect(await goOn(folder)).toEqual(await undisturbed());
  });

  test('frozen by the system and then told to stop: it is ended, and the run goes on to the same end', async () => {
    const { supervisor, heard, signal } = start({ ...PATIENCE, stop: 500, stopSlow: 500 });
    const folder = await making(plan);
    await supervisor.start(folder);
    await heard(saved(1, 1));
    signal('SIGSTOP');
    supervisor.stop(basename(folder));
    await supervisor.idle();
    expect(await summaryOf(folder)).toMatchObject({ state: 'killed', resumable: true });
    expect(await goOn(folder)).toEqual(await undisturbed());
  });

  test('its newest checkpoint is damaged: that is told, and it goes on from the one before to the same end', async () => {
    const folder = await making(plan);
    const first = start();
    await first.supervisor.start(folder);
    await first.heard(saved(2, 1));
    first.supervisor.stop(basename(folder));
    await first.supervisor.idle();
    const { point } = await newestCheckpoint(folder, STAGES);
    if (!point) throw new Error('There is no checkpoint.');
    const newest = checkpointFolder(folder, point);
    const weights = readdirSync(newest).find((it) => it.startsWith('weights')) ?? '';
    appendFileSync(join(newest, weights), 'x');

    const second = start();
    await second.supervisor.continue(folder);
    await second.supervisor.idle();
    expect(second.problems).toMatchObject([{ code: 'checkpoint-damaged', severity: 'warning' }]);
    expect(await outcomeOf(folder, await readEvents(folder))).toEqual(await undisturbed());
  });
});

describe('plain JavaScript', () => {
  const [, { kind, engineFolder }] = BACKENDS[0] ?? ['', { kind: 'cpu', engineFolder: null }];
  const start = () =>
    supervised({
      launcher: nodeLauncher(programs().engine),
      environment: () => ({ dataFolder, engineFolder, cacheFolder: null }),
    });

  test('two runs at once: one after the other, both to the same end', async () => {
    const root = folderOf();
    const [first, second] = [await making(distillation(kind), root), await making(distillation(kind), root)];
    const { supervisor } = start();
    await supervisor.start(first);
    await supervisor.start(second);
    expect(supervisor.queue()).toEqual([basename(second)]);
    await supervisor.idle();
    const [one, other] = [await readEvents(first), await readEvents(second)];
    expect(await outcomeOf(second, other)).toEqual(await outcomeOf(first, one));
  });

  test('a log that takes nothing, as on a full disk: the run fails and its caller hears why', async () => {
    const folder = await making(distillation(kind));
    // A device that is always full.
    symlinkSync('/dev/full', join(folder, 'events.jsonl'));
    const { supervisor, events, problems } = start();
    await supervisor.start(folder);
    await supervisor.idle();
    expect(events.at(-1)).toMatchObject({ kind: 'run-ended', how: 'failed' });
    expect([...events.filter((it) => it.kind === 'problem'), ...problems]).toContainEqual(
      expect.objectContaining({ code: 'disk-full' }),
    );
  });
});
