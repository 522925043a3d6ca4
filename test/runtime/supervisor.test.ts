import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contentHash } from '../../src/plan/hash.ts';
import { changesIn } from '../../src/plan/hot-parameters.ts';
import { newestCheckpoint } from '../../src/runtime/checkpoints.ts';
import { PATIENCE } from '../../src/runtime/engine-session.ts';
import { nodeLauncher } from '../../src/runtime/node-launcher.ts';
import { readEvents } from '../../src/runtime/run-events.ts';
import { formatRunFile, RUN_FILE, readRunFile } from '../../src/runtime/run-file.ts';
import { openRunWriter } from '../../src/runtime/run-writer.ts';
import { createRun, readRun, summaryOf } from '../../src/runtime/runs.ts';
import { buildFixture } from './build-fixture.ts';
import { newRun } from './starter.ts';
import { supervised } from './supervised.ts';
import { temporaryFolders } from './temporary-folder.ts';

/*
 * What a supervisor makes of engines that do as they should and of those that do not. The engine here trains nothing
 * (fixtures/engine.ts); it is a process of its own on the real link with a real run folder all the same.
 */

const folderOf = temporaryFolders();
let home = '';
let program = '';
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'potstill-test-'));
  program = await buildFixture('engine', home);
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** Starts an engine that behaves so. */
const engine = (behaviour: string) => nodeLauncher(program, { ...process.env, FIXTURE: behaviour });
const making = async (title = 'Run', root = folderOf()) => (await createRun(root, newRun(title))).folder;
const waits = (event: { kind: string; text?: string }) => event.kind === 'note' && event.text === 'waiting';

/** One run with one engine, to its end. */
async function ran(behaviour: string, patience = PATIENCE) {
  const folder = await making();
  const told = supervised({ launcher: engine(behaviour), patience });
  await told.supervisor.start(folder);
  await told.supervisor.idle();
  return { folder, ...told, summary: await summaryOf(folder) };
}

/** The folder of a run that was stopped in the middle. */
async function stopped(): Promise<string> {
  const folder = await making();
  const { supervisor, heard } = supervised({ launcher: engine('wait') });
  await supervisor.start(folder);
  await heard(waits);
  supervisor.stop(basename(folder));
  await supervisor.idle();
  return folder;
}

describe('an engine that does as it should', () => {
  it('measures the run where that was wished for this start of it, a first one or a later one', async () => {
    const folder = await making();
    const profiled = async (begin: 'start' | 'continue', behaviour: string, profile?: boolean) => {
      const { supervisor, heard, events } = supervised({ launcher: engine(behaviour) });
      await supervisor[begin](folder, ...(profile === undefined ? [] : [{ profile }]));
      if (behaviour === 'wait') {
        await heard(waits);
        supervisor.stop(basename(folder));
      }
      await supervisor.idle();
      return events.some((it) => it.kind === 'profile');
    };
    expect(await profiled('start', 'wait')).toBe(false);
    expect(await profiled('continue', 'done', true)).toBe(true);
  });

  it('is heard event by event, each once and in order, as the log has them', async () => {
    const { folder, events, summary, problems, summaries } = await ran('done');
    expect(events).toEqual(await readEvents(folder));
    expect(events.map((it) => it.seq)).toEqual(events.map((_, at) => at));
    expect(summary).toMatchObject({ state: 'done', progress: expect.any(Number) });
    expect(problems).toEqual([]);
    expect(summaries.map((it) => it.state)).toEqual(expect.arrayContaining(['queued', 'running', 'done']));
  });

  it('is told in frames that leave nothing out', async () => {
    const { frames, events } = await ran('flood');
    const steps = (of: typeof events) => of.flatMap((it) => (it.kind === 'metrics' ? it.steps : []));
    expect(steps(frames.flat())).toEqual(Array.from({ length: 20_000 }, (_, at) => at + 1));
    expect(steps(events)).toHaveLength(20_000);
    expect(frames.length).toBeLessThan(events.length / 10);
  });

  it('stops with a checkpoint, and goes on from it', async () => {
    const folder = await stopped();
    expect(await summaryOf(folder)).toMatchObject({ state: 'stopped', resumable: true });

    const second = supervised({ launcher: engine('done') });
    await second.supervisor.continue(folder);
    await second.supervisor.idle();
    expect(second.events.find((it) => it.kind === 'run-started')).toMatchObject({
      resumedAt: { stage: 'stage-1', step: 5 },
    });
    expect(await summaryOf(folder)).toMatchObject({ state: 'done', resumable: false });
    await expect(second.supervisor.continue(folder)).rejects.toMatchObject({
      problem: { code: 'run-finished' },
    });
  });

  it('does not go on with what an earlier Potstill planned, and leaves it as it was', async () => {
    const folder = await stopped();
    const { plan, ...file } = await readRunFile(folder);
    const older = { ...plan, data: plan.data.map(({ keep: _, ...rest }) => rest) };
    const written = { ...file, plan: older as typeof plan, hash: contentHash(older) };
    writeFileSync(join(folder, RUN_FILE), formatRunFile(written));
    const before = await summaryOf(folder);
    expect(await readRunFile(folder)).toEqual({ ...written, plan });

    const second = supervised({ launcher: engine('done') });
    await expect(second.supervisor.continue(folder)).rejects.toMatchObject({
      problem: { code: 'run-older', found: basename(folder) },
    });
    expect(second.summaries).toEqual([]);
    expect(await summaryOf(folder)).toEqual(before);
  });

  it('changes a number of what trains, and the log tells so', async () => {
    const folder = await making();
    const first = supervised({ launcher: engine('wait') });
    const run = basename(folder);
    await first.supervisor.start(folder);
    await first.heard(waits);
    const wish = { stage: 'stage-1', at: 'optimizer-1', path: ['rate'], value: 0.5 };
    first.supervisor.set(run, wish);
    await first.heard((it) => it.kind === 'parameter-set' && it.value === 0.5 && it.step === 5);
    first.supervisor.stop(run);
    await first.supervisor.idle();
    expect(changesIn((await readRun(folder)).events)).toEqual([{ ...wish, step: 5 }]);
  });

  it('shows when it is paused and when it goes on', async () => {
    const folder = await making();
    const { supervisor, heard, summaries } = supervised({ launcher: engine('wait') });
    const run = basename(folder);
    await supervisor.start(folder);
    await heard(waits);
    supervisor.pause(run);
    await heard((it) => it.kind === 'state' && it.state === 'paused');
    expect(summaries.at(-1)?.state).toBe('paused');
    supervisor.resume(run);
    await heard((it) => it.kind === 'state' && it.state === 'running');
    expect(summaries.at(-1)?.state).toBe('running');
    supervisor.stop(run);
    await supervisor.idle();
  });
});

describe('two runs at once', () => {
  it('one waits until the other has ended', async () => {
    const root = folderOf();
    const [first, second] = [await making('First', root), await making('Second', root)];
    const { supervisor, heard, summaries } = supervised({ launcher: engine('wait') });
    await supervisor.start(first);
    const { state } = await supervisor.start(second);
    expect(state).toBe('queued');
    await heard(waits);
    expect(supervisor.running()).toBe(basename(first));
    expect(supervisor.queue()).toEqual([basename(second)]);
    supervisor.stop(basename(first));
    await heard((event, run) => waits(event) && run === basename(second));
    expect(await summaryOf(first)).toMatchObject({ state: 'stopped' });
    supervisor.stop(basename(second));
    await supervisor.idle();
    const order = summaries.filter((it) => it.state === 'running').map((it) => it.title);
    expect([...new Set(order)]).toEqual(['First', 'Second']);
  });

  it('a waiting run can be moved to the front, and taken out without ever having run', async () => {
    const root = folderOf();
    const first = await making('First', root);
    const second = await making('Second', root);
    const third = await making('Third', root);
    const { supervisor, heard } = supervised({ launcher: engine('wait') });
    for (const folder of [first, second, third]) await supervisor.start(folder);
    await heard(waits);
    supervisor.move(basename(third), 0);
    expect(supervisor.queue()).toEqual([basename(third), basename(second)]);
    supervisor.stop(basename(second));
    expect(supervisor.queue()).toEqual([basename(third)]);
    await supervisor.close();
    expect(await summaryOf(second)).toMatchObject({ state: 'stopped', progress: 0, resumable: true });
    expect(await summaryOf(first)).toMatchObject({ state: 'stopped', resumable: true });
    await expect(supervisor.start(first)).rejects.toMatchObject({ problem: { code: 'app-closing' } });
  });

  it('one folder is never run twice at a time, here or by another program', async () => {
    const folder = await making();
    const { supervisor, heard } = supervised({ launcher: engine('wait') });
    await supervisor.start(folder);
    await expect(supervisor.start(folder)).rejects.toMatchObject({ problem: { code: 'run-locked' } });
    await heard(waits);
    const other = supervised({ launcher: engine('wait') });
    await expect(other.supervisor.start(folder)).rejects.toMatchObject({ problem: { code: 'run-locked' } });
    await supervisor.close();
  });

  it('a folder that is none is refused', async () => {
    const { supervisor } = supervised({ launcher: engine('wait') });
    await expect(supervisor.start(folderOf())).rejects.toMatchObject({ problem: { code: 'run-missing' } });
  });
});

describe('an engine that dies', () => {
  it('leaves a run that is marked as killed, its last checkpoint, and room for the next run', async () => {
    const root = folderOf();
    const [first, second] = [await making('First', root), await making('Second', root)];
    const { supervisor, events } = supervised({ launcher: engine('crash') });
    await supervisor.start(first);
    await supervisor.start(second);
    await supervisor.idle();
    for (const folder of [first, second]) {
      expect(await summaryOf(folder)).toMatchObject({
        state: 'killed',
        ending: 'The engine was ended from outside (SIGKILL).',
        resumable: true,
      });
      expect((await newestCheckpoint(folder, ['stage-1'])).point).toEqual({ stage: 'stage-1', step: 5 });
    }
    expect(events.filter((it) => it.kind === 'run-ended')).toHaveLength(2);
  });

  it('with an exit code and a last word: both are told, and the word has no power over a terminal', async () => {
    const { summary, events } = await ran('exit');
    expect(summary).toMatchObject({ state: 'killed', ending: expect.stringContaining('exit code 7') });
    expect(summary?.ending).toContain('cannot open libtensorflow.so');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: this is what may not be there.
    expect(JSON.stringify(events)).not.toMatch(/\u001b|\\u001b/);
  });

  it('after a hundred megabytes in one line: the end of it is told', async () => {
    const before = process.memoryUsage.rss();
    const { summary } = await ran('noise');
    expect(summary).toMatchObject({
      state: 'killed',
      ending: expect.stringMatching(/exit code 5.*\n?.*last words/s),
    });
    expect(summary?.ending.length).toBeLessThan(2_000);
    expect(process.memoryUsage.rss() - before).toBeLessThan(300e6);
  });

  it('before it could send its last word, which stands in the log: the run ended as that says', async () => {
    const { summary, events, folder } = await ran('mute');
    expect(summary).toMatchObject({ state: 'done', ending: 'written' });
    expect(events).toEqual(await readEvents(folder));
  });

  it('that cannot even be started', async () => {
    const folder = await making();
    const { supervisor } = supervised({ launcher: nodeLauncher(join(home, 'missing.mjs')) });
    await supervisor.start(folder);
    await supervisor.idle();
    expect(await summaryOf(folder)).toMatchObject({
      state: 'killed',
      ending: expect.stringContaining('missing.mjs'),
    });
  });

  it('is ended at once when that is asked for', async () => {
    const folder = await making();
    const { supervisor, heard } = supervised({ launcher: engine('wait') });
    await supervisor.start(folder);
    await heard(waits);
    supervisor.kill(basename(folder));
    await supervisor.idle();
    expect(await summaryOf(folder)).toMatchObject({
      state: 'killed',
      ending: 'It was ended at once, as you asked.',
    });
  });
});

describe('an engine that does not do as it should', () => {
  it('never gets ready: it is ended after a while', async () => {
    const { summary } = await ran('deaf', { ...PATIENCE, ready: 300 });
    expect(summary).toMatchObject({ state: 'killed', ending: 'It was not ready within 0.3 s.' });
  });

  /** A run whose engine is told to stop in the middle of its work and does not. */
  const untilEnded = async (behaviour: string, limits: Pick<typeof PATIENCE, 'stop' | 'stopSlow'>) => {
    const folder = await making();
    const { supervisor, heard } = supervised({
      launcher: engine(behaviour),
      patience: { ...PATIENCE, ...limits },
    });
    await supervisor.start(folder);
    await heard(waits);
    supervisor.stop(basename(folder));
    await supervisor.idle();
    return summaryOf(folder);
  };

  it('does not stop when it is told to: it is ended after a while, and its checkpoint is good', async () => {
    expect(await untilEnded('hang', { stop: 200, stopSlow: 200 })).toMatchObject({
      state: 'killed',
      ending: 'It did not stop within 0.2 s and was ended.',
      resumable: true,
    });
  });

  it('is slow and told to stop: it has longer for its last step', async () => {
    expect(await untilEnded('plod', { stop: 1, stopSlow: 300 })).toMatchObject({
      state: 'killed',
      ending: 'It did not stop within 0.3 s and was ended.',
    });
  });

  it('does not get ready and is told to stop: the shorter limit counts', async () => {
    const folder = await making();
    let launched = (): void => undefined;
    const running = new Promise<void>((resolve) => {
      launched = resolve;
    });
    const { supervisor } = supervised({
      launcher: () => {
        setImmediate(launched);
        return engine('deaf')();
      },
      patience: { ...PATIENCE, stop: 200, stopSlow: 200 },
    });
    await supervisor.start(folder);
    await running;
    supervisor.stop(basename(folder));
    await supervisor.idle();
    expect(await summaryOf(folder)).toMatchObject({
      state: 'killed',
      ending: 'It did not stop within 0.2 s and was ended.',
    });
  });

  it('sends what is no event: that is told and dropped, and the run goes on', async () => {
    const { summary, problems } = await ran('babble');
    expect(summary?.state).toBe('done');
    expect(problems.map((it) => it.code)).toEqual(Array.from({ length: 7 }, () => 'engine-message'));
  });

  it('does not understand how it is started: the run fails and does not wait for ever', async () => {
    const { summary, problems } = await ran('foreign');
    expect(problems).toMatchObject([{ code: 'engine-refused' }]);
    expect(summary).toMatchObject({ state: 'failed', ending: 'No such message is known.' });
  });

  it('cannot open the log: the caller hears why', async () => {
    const { problems, events, summary } = await ran('unwritable');
    expect(problems).toEqual([]);
    expect(events.slice(-2)).toMatchObject([
      { kind: 'problem', code: 'disk-full' },
      { kind: 'run-ended', how: 'failed' },
    ]);
    expect(summary?.state).toBe('failed');
  });

  it('finds the folder taken by another process: nothing is written into that one’s log', async () => {
    const folder = await making();
    const { supervisor, problems } = supervised({
      launcher: engine('wait'),
      // Between the supervisor's own look and the engine's.
      environment: () => {
        writer = openRunWriter(folder, () => undefined);
        return { dataFolder: '/nowhere', engineFolder: null, cacheFolder: null };
      },
    });
    let writer: ReturnType<typeof openRunWriter> | undefined;
    await supervisor.start(folder);
    await supervisor.idle();
    expect(problems).toMatchObject([{ code: 'run-locked' }]);
    expect(await readEvents(folder)).toEqual([]);
    writer?.close();
  });
});
