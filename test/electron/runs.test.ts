import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { contract, type PushName, type RunSummary } from '../../electron/contract.ts';
import { DOCUMENT_FORMAT } from '../../src/pipeline/document.ts';
import type { RunEvent } from '../../src/plan/events.ts';
import { nodeLauncher } from '../../src/runtime/node-launcher.ts';
import { buildFixture } from '../runtime/build-fixture.ts';
import { STARTER } from '../runtime/starter.ts';
import { temporaryFolders } from '../runtime/temporary-folder.ts';
import { makeMain } from './make-main.ts';
import { ScriptedDialogs } from './scripted-dialogs.ts';

/* The runs as a window has them. The engine trains nothing (test/runtime/fixtures), and is a process of its own all the same. */

const folderOf = temporaryFolders();
const TEXT = readFileSync(STARTER, 'utf8');
let home = '';
let program = '';
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'potstill-test-'));
  program = await buildFixture('engine', home);
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

async function makeRuns(behaviour: string, push: (name: PushName) => void = () => undefined) {
  const root = folderOf();
  const launcher = nodeLauncher(program, { ...process.env, FIXTURE: behaviour });
  const dialogs = new ScriptedDialogs();
  const main = await makeMain(root, { dialogs, launcher, push });
  const start = async (text = TEXT): Promise<string> => {
    const answer = await main.call('run.start', { text, ticket: null });
    if (!('run' in answer)) throw new Error(JSON.stringify(answer));
    return answer.run;
  };
  const summaries = (): RunSummary[] =>
    main.pushed.flatMap(({ name, value }) =>
      name === 'run.changed' ? [contract.push['run.changed'].parse(value).summary] : [],
    );
  const until = (run: string, status: RunSummary['status']): Promise<void> =>
    vi.waitFor(() => expect(summaries().findLast((it) => it.run === run)?.status).toBe(status), {
      timeout: 20_000,
      interval: 20,
    });
  /** The engine has said all that it will say by itself. */
  const waiting = (run: string): Promise<void> =>
    vi.waitFor(
      async () => {
        const { events } = await main.call('run.read', { run });
        expect(events.some((it) => it.kind === 'note')).toBe(true);
      },
      { timeout: 20_000, interval: 20 },
    );
  return { ...main, root, dialogs, start, summaries, until, waiting };
}

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

describe('the tags of runs', () => {
  it('are given to many at once, told to the window, and kept', async () => {
    const { start, until, call, summaries } = await makeRuns('done');
    const [first, second] = [await start(), await start()];
    await until(second, 'done');
    await call('run.tag', { runs: [first, second], add: ['seed', 'night run'], remove: [] });
    expect(
      summaries()
        .slice(-2)
        .map((it) => it.tags),
    ).toEqual([
      ['seed', 'night run'],
      ['seed', 'night run'],
    ]);
    await call('run.tag', { runs: [second], add: ['best'], remove: ['seed'] });
    const kept = Object.fromEntries((await call('run.list', {})).map((it) => [it.run, it.tags]));
    expect(kept).toEqual({ [first]: ['seed', 'night run'], [second]: ['night run', 'best'] });
  });

  it('are kept of a run that goes on, and by it when it has ended', async () => {
    const { start, until, waiting, call } = await makeRuns('wait');
    const run = await start();
    await waiting(run);
    await call('run.tag', { runs: [run], add: ['early'], remove: [] });
    expect(await call('run.list', {})).toMatchObject([{ status: 'running', tags: ['early'] }]);
    await call('run.stop', { run });
    await until(run, 'stopped');
    await call('run.tag', { runs: [run], add: ['late'], remove: ['early'] });
    await call('run.rename', { run, title: 'After' });
    expect(await call('run.list', {})).toMatchObject([{ title: 'After', tags: ['late'] }]);
  });

  it.each([['a,b'], [''], [' a'], ['a"b'], ['x'.repeat(41)]])('are none of these: %j', async (tag) => {
    const { ask } = await makeRuns('done');
    expect(await ask('run.tag', { runs: ['run'], add: [tag], remove: [] })).toMatchObject({
      ok: false,
      problem: { code: 'call-invalid' },
    });
  });
});

describe('a sweep', () => {
  const temperature = (values: readonly unknown[]) => ({
    params: [{ node: 'distillation', param: 'temperature', range: { kind: 'list', values } }],
    search: { kind: 'grid' },
  });

  it('queues a run for each setting, named and tagged, each with its own values', async () => {
    const { call, until } = await makeRuns('done');
    const answer = await call('run.sweep', { text: TEXT, ticket: null, sweep: temperature([1, 2, 4]) });
    if (!('runs' in answer)) throw new Error(JSON.stringify(answer));
    expect(answer.runs).toHaveLength(3);
    await until(answer.runs[2] as string, 'done');
    const all = await call('run.list', {});
    expect(all.map((it) => it.title).sort()).toEqual(
      [1, 2, 4].map((it) => `Temperature ${it} · Tempered softmax on MNIST`),
    );
    expect(new Set(all.flatMap((it) => it.tags))).toEqual(new Set([answer.tag]));
    const facts = await call('run.facts', { runs: answer.runs });
    expect(facts.map((it) => it.nodes.distillation?.params.temperature)).toEqual([1, 2, 4]);
    expect(facts.map((it) => it.document)).toEqual(new Array(3).fill('Tempered softmax on MNIST'));
  });

  it('of which one setting does not compile queues nothing, and says which', async () => {
    const { call } = await makeRuns('done');
    expect(await call('run.sweep', { text: TEXT, ticket: null, sweep: temperature([1, -4]) })).toMatchObject({
      problems: [{ message: expect.stringMatching(/^With Temperature -4: /), node: 'distillation' }],
    });
    const gone = { ...temperature([1]), params: [{ ...temperature([1]).params[0], node: 'gone' }] };
    expect(await call('run.sweep', { text: TEXT, ticket: null, sweep: gone })).toMatchObject({
      problems: [{ code: 'sweep-node' }],
    });
    expect(await call('run.list', {})).toEqual([]);
  });
});

describe('a search by Hyperband', () => {
  const search = (most: number) => ({
    params: [
      {
        node: 'distillation',
        param: 'temperature',
        range: { kind: 'range', low: 1, high: 9, scale: 'linear', whole: false, steps: 2 },
      },
    ],
    search: {
      kind: 'hyperband',
      budget: { node: 'trainer', param: 'epochs' },
      ...{ most, least: 1, factor: 2, seed: 3 },
    },
  });
  const titles = async (call: Awaited<ReturnType<typeof makeRuns>>['call']): Promise<string[]> =>
    (await call('run.list', {})).map((it) => it.title);

  it('queues its first round, each run with the budget of the round', async () => {
    const { call, until } = await makeRuns('done');
    const answer = await call('run.sweep', { text: TEXT, ticket: null, sweep: search(2) });
    if (!('runs' in answer)) throw new Error(JSON.stringify(answer));
    expect(answer.runs).toHaveLength(2);
    await until(answer.runs[1] as string, 'done');
    for (const it of await titles(call))
      expect(it).toMatch(/^Temperature [\d.]+, Epochs 1 · Tempered softmax/);
    const facts = await call('run.facts', { runs: answer.runs });
    expect(facts.map((it) => it.nodes.trainer?.params.epochs)).toEqual([1, 1]);
    // This engine measures nothing, so that nobody is good enough to go on.
    expect(await call('run.list', {})).toHaveLength(2);
  });

  it('goes on with the best of a round, and with the next bracket after the last round', async () => {
    const { call } = await makeRuns('measure');
    const answer = await call('run.sweep', { text: TEXT, ticket: null, sweep: search(2) });
    if (!('runs' in answer)) throw new Error(JSON.stringify(answer));
    // Two of one epoch, the better one of two; then two of two.
    await vi.waitFor(
      async () => {
        const all = await call('run.list', {});
        expect(all.map((it) => it.status)).toEqual(new Array(5).fill('done'));
      },
      { timeout: 30_000, interval: 50 },
    );
    const all = await call('run.list', {});
    expect(new Set(all.flatMap((it) => it.tags))).toEqual(new Set([answer.tag]));
    const facts = await call('run.facts', { runs: all.map((it) => it.run) });
    const by = (epochs: number) => facts.filter((it) => it.nodes.trainer?.params.epochs === epochs);
    const temperature = (it: (typeof facts)[0]) => Number(it.nodes.distillation?.params.temperature);
    expect([by(1).length, by(2).length]).toEqual([2, 3]);
    expect(by(2).map(temperature)).toContain(Math.max(...by(1).map(temperature)));
  });

  it('is refused where its budget is swept too', async () => {
    const { call } = await makeRuns('done');
    const own = search(4);
    const sweep = { ...own, params: [{ ...own.params[0], node: 'trainer', param: 'epochs' }] };
    expect(await call('run.sweep', { text: TEXT, ticket: null, sweep })).toMatchObject({
      problems: [{ code: 'sweep-budget' }],
    });
  });
});

describe('the facts of runs', () => {
  it('have the parameters of their nodes in the definitions of today, and leave out what is no run', async () => {
    const { start, until, call, root } = await makeRuns('done');
    const run = await start();
    await until(run, 'done');
    const [facts, ...none] = await call('run.facts', { runs: ['missing', run] });
    expect(none).toEqual([]);
    expect(facts).toMatchObject({ run, document: 'Tempered softmax on MNIST' });
    expect(facts?.nodes.trainer).toMatchObject({ type: 'training.trainer' });
    expect(facts?.nodes.trainer).not.toHaveProperty('position');
    expect(JSON.stringify(facts)).not.toContain(root);
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
