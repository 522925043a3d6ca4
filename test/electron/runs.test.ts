import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { contract } from '../../electron/contract.ts';
import { DOCUMENT_FORMAT } from '../../src/pipeline/document.ts';
import type { RunEvent } from '../../src/plan/events.ts';
import { runsInHand, TEXT } from './runs-in-hand.ts';

const makeRuns = runsInHand();

describe('a run that the window starts', () => {
  it('is told from the queue to its end, and can be read again as the contract has it', async () => {
    const { start, until, summaries, call, pushed, busy } = await makeRuns('done');
    const run = await start();
    await until(run, 'done');
    expect([...new Set(summaries().map((it) => it.status))]).toEqual(['queued', 'running', 'done']);
    expect(busy).toContain(true);
    expect(busy.at(-1)).toBe(false);
    const record = await call('run.read', { run });
    expect(record.summary).toMatchObject({ run, title: 'Tempered softmax on MNIST', status: 'done' });
    expect(JSON.parse(record.document)).toMatchObject({ potstill: DOCUMENT_FORMAT });
    // What was pushed, in frames that join points, is what stands in the folder.
    const framed = pushed.flatMap(({ name, value }) =>
      name === 'run.frame' ? contract.push['run.frame'].parse(value).events : [],
    );
    const points = (events: readonly RunEvent[]): unknown[] =>
      events.flatMap((it): unknown[] => (it.kind === 'metrics' ? it.steps : [it]));
    expect(points(framed)).toEqual(points(record.events));
    expect(await call('run.list', {})).toEqual([record.summary]);
  });

  it('tells the window no path', async () => {
    const { start, until, call, pushed, root } = await makeRuns('done');
    const run = await start();
    await until(run, 'done');
    const told = [await call('run.read', { run }), await call('run.list', {}), pushed];
    expect(JSON.stringify(told)).not.toContain(root);
  });

  it('that does not compile tells all that stands in its way, and leaves no folder', async () => {
    const { call } = await makeRuns('done');
    const document = JSON.parse(TEXT);
    document.nodes.trainer.params.epochs = -1;
    const answer = await call('run.start', { text: JSON.stringify(document), ticket: null });
    expect(answer).toMatchObject({ problems: [{ node: 'trainer', param: 'epochs' }] });
    expect(await call('run.start', { text: 'no JSON', ticket: null })).toMatchObject({
      problems: [{ code: 'document-json' }],
    });
    expect(await call('run.list', {})).toEqual([]);
  });

  it('is explained in sentences before it starts', async () => {
    const { call } = await makeRuns('done');
    const answer = await call('run.explain', { text: TEXT, ticket: null });
    expect('sentences' in answer && answer.sentences.length).toBeGreaterThan(3);
    for (const it of 'sentences' in answer ? answer.sentences : []) expect(it).toMatch(/^\S.*[.:]/);
  });
});

describe('a run with profile', () => {
  const start = async () => {
    const main = await makeRuns('done');
    const answer = await main.call('run.start', { text: TEXT, ticket: null, profile: true });
    if (!('run' in answer)) throw new Error(JSON.stringify(answer));
    await main.until(answer.run, 'done');
    return { ...main, run: answer.run, folder: join(main.places.runs, answer.run) };
  };

  it('tells where its time goes, and shows its trace in its folder without telling the path', async () => {
    const { run, folder, call, ask, done } = await start();
    const { events } = await call('run.read', { run });
    expect(events.filter((it) => it.kind === 'profile')).toMatchObject([{ stage: 'stage-1', steps: 20 }]);
    expect(await ask('run.reveal-trace', { run, stage: 'stage-1' })).toEqual({ ok: true, value: {} });
    expect(done).toEqual([`file ${join(folder, 'trace-stage-1.json')}`]);
  });

  it('has no trace of a stage that was not profiled, nor once its file is gone', async () => {
    const { run, folder, ask, done } = await start();
    const missing = { ok: false, problem: { code: 'trace-missing' } };
    expect(await ask('run.reveal-trace', { run, stage: 'stage-2' })).toMatchObject(missing);
    rmSync(join(folder, 'trace-stage-1.json'));
    expect(await ask('run.reveal-trace', { run, stage: 'stage-1' })).toMatchObject(missing);
    expect(done).toEqual([]);
  });

  it('is the wish of one start: without it nothing is measured', async () => {
    const { start: startPlain, until, call } = await makeRuns('done');
    const run = await startPlain();
    await until(run, 'done');
    const { events } = await call('run.read', { run });
    expect(events.some((it) => it.kind === 'profile')).toBe(false);
  });
});

describe('a run that is going on', () => {
  it('pauses, resumes, and stops with a checkpoint to go on from', async () => {
    const { start, until, waiting, call } = await makeRuns('wait');
    const run = await start();
    await waiting(run);
    await call('run.pause', { run });
    await until(run, 'paused');
    await call('run.resume', { run });
    await until(run, 'running');
    await call('run.stop', { run });
    await until(run, 'stopped');
    expect(await call('run.list', {})).toMatchObject([{ run, status: 'stopped', resumable: true }]);
    await call('run.continue', { run });
    await waiting(run);
    await call('run.stop', { run });
    await until(run, 'stopped');
  });

  it('keeps the title that it is given meanwhile', async () => {
    const { start, until, waiting, call, summaries } = await makeRuns('wait');
    const run = await start();
    await waiting(run);
    await call('run.rename', { run, title: 'Renamed' });
    expect(summaries().at(-1)?.title).toBe('Renamed');
    await call('run.pause', { run });
    await until(run, 'paused');
    await call('run.stop', { run });
    await until(run, 'stopped');
    expect(
      summaries()
        .slice(-2)
        .map((it) => it.title),
    ).toEqual(['Renamed', 'Renamed']);
    expect(await call('run.list', {})).toMatchObject([{ title: 'Renamed' }]);
  });

  it('cannot be removed; once stopped it can, and the window hears of it', async () => {
    const { start, until, waiting, ask, call, pushed } = await makeRuns('wait');
    const run = await start();
    await waiting(run);
    expect(await ask('run.remove', { run })).toMatchObject({ ok: false, problem: { code: 'run-locked' } });
    await call('run.stop', { run });
    await until(run, 'stopped');
    await call('run.remove', { run });
    expect(pushed.at(-1)).toEqual({ name: 'run.removed', value: { run } });
    expect(await call('run.list', {})).toEqual([]);
  });

  it('lets a second one wait for its turn', async () => {
    const { start, until, waiting, call, runs } = await makeRuns('wait');
    const first = await start();
    const second = await start();
    await waiting(first);
    expect(runs.going()).toHaveLength(2);
    const status = async (): Promise<unknown> =>
      Object.fromEntries((await call('run.list', {})).map((it) => [it.run, it.status]));
    expect(await status()).toEqual({ [first]: 'running', [second]: 'queued' });
    await call('run.stop', { run: first });
    await until(first, 'stopped');
    await waiting(second);
    await call('run.stop', { run: second });
    await until(second, 'stopped');
    expect(runs.going()).toEqual([]);
  });

  it('lets another pass that is to run next', async () => {
    const { start, until, waiting, call, pushed } = await makeRuns('wait');
    const [first, second, third] = [await start(), await start(), await start()];
    await waiting(first);
    await call('run.next', { run: third });
    expect(pushed.at(-1)).toEqual({ name: 'run.queue', value: { runs: [third, second] } });
    await call('run.stop', { run: first });
    await waiting(third);
    await call('run.stop', { run: second });
    await call('run.stop', { run: third });
    await until(third, 'stopped');
  });

  it('is stopped with its checkpoint when the app ends, and what waits stays for another day', async () => {
    const { start, waiting, call, runs } = await makeRuns('wait');
    const first = await start();
    const second = await start();
    await waiting(first);
    await runs.close();
    expect(await call('run.list', {})).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ run: first, status: 'stopped', resumable: true }),
        expect.objectContaining({ run: second, status: 'stopped', resumable: true }),
      ]),
    );
  });

  it('whose engine does not stop is ended when the app ends', async () => {
    const { start, waiting, call, runs } = await makeRuns('hang');
    const run = await start();
    await waiting(run);
    await runs.close();
    expect(await call('run.list', {})).toMatchObject([{ run, status: 'killed', resumable: true }]);
  });
});

describe('a run of which the window cannot be told', () => {
  it('goes on to its end all the same', async () => {
    const { start, call, logged } = await makeRuns('done', () => {
      throw new Error('The window is gone.');
    });
    const run = await start();
    await vi.waitFor(
      async () => expect(await call('run.list', {})).toMatchObject([{ run, status: 'done' }]),
      {
        timeout: 20_000,
        interval: 20,
      },
    );
    expect(logged).toContain('The window could not be told of a run');
  });
});

describe('a run whose engine dies', () => {
  it('is marked, with its last checkpoint to go on from', async () => {
    const { start, until, call } = await makeRuns('crash');
    const run = await start();
    await until(run, 'killed');
    expect(await call('run.list', {})).toMatchObject([{ run, status: 'killed', resumable: true }]);
    const { events } = await call('run.read', { run });
    expect(events.at(-1)).toMatchObject({ kind: 'run-ended', how: 'killed' });
  });
});

describe('a run that is not there', () => {
  it.each(['run.read', 'run.continue', 'run.remove', 'run.reveal'] as const)(
    'is told by %s',
    async (name) => {
      const { ask, done } = await makeRuns('done');
      expect(await ask(name, { run: 'missing' })).toMatchObject({
        ok: false,
        problem: { code: 'run-missing' },
      });
      expect(done).toEqual([]);
    },
  );
});
