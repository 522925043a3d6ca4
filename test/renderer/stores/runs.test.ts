import { describe, expect, it } from 'vitest';
import type { RunStatus, RunSummary } from '../../../electron/contract.ts';
import {
  createRunsStore,
  currentRun,
  liveRunOf,
  nodeProgress,
  profiledRun,
} from '../../../renderer/stores/runs.ts';
import type { EngineEvent } from '../../../src/plan/events.ts';
import { began, metrics, profile, recordOf, STARTER, stage, stamped, summaryOf } from '../runs/record.ts';
import { BridgeByHand } from './bridge-by-hand.ts';

const EVENTS: readonly EngineEvent[] = [began(), stage('stage-1'), metrics('stage-1', 1, 10)];
const record = (run: string, events: readonly EngineEvent[] = EVENTS, status: RunStatus = 'running') =>
  recordOf(STARTER, stamped(events), { run, status });

/** A store that is connected and has read the list. */
async function connected(summaries: readonly RunSummary[] = []) {
  const main = new BridgeByHand();
  const store = createRunsStore(() => main.bridge);
  const disconnect = store.getState().connect();
  await main.answer('run.list', [...summaries]);
  const now = () => store.getState();
  const lossOf = (run: string) => now().opened[run]?.data.curves.get('stage-1')?.column('loss')?.length;
  return { main, now, lossOf, disconnect };
}

/** The same, with one run open. */
async function opened(run = 'a', status: RunStatus = 'running') {
  const it = await connected([summaryOf({ run, status })]);
  if (it.now().current === null) void it.now().open(run);
  await it.main.answer('run.read', record(run, EVENTS, status));
  return it;
}

describe('the list of runs', () => {
  it('is newest first, and what goes on is opened', async () => {
    const { now, main } = await connected([
      summaryOf({ run: 'old', created: 1, status: 'paused' }),
      summaryOf({ run: 'new', created: 2, status: 'done' }),
    ]);
    expect(now().summaries?.map((it) => it.run)).toEqual(['new', 'old']);
    expect(now().current).toBe('old');
    expect(await main.answer('run.read', record('old'))).toEqual({ run: 'old' });
  });

  it('follows what main says of each, new ones included', async () => {
    const { main, now } = await connected([summaryOf({ run: 'a', created: 5, status: 'done' })]);
    main.push('run.changed', { summary: summaryOf({ run: 'b', created: 9, status: 'queued' }) });
    main.push('run.changed', { summary: summaryOf({ run: 'a', created: 5, status: 'done', title: 'Mine' }) });
    expect(now().summaries?.map((it) => `${it.run} ${it.title}`)).toEqual(['b A run', 'a Mine']);
  });

  it('keeps the queue in the order in which runs began to wait, whenever they were made', async () => {
    const waits = (run: string, created: number, status: RunStatus = 'queued') => ({
      summary: summaryOf({ run, created, status }),
    });
    const { main, now } = await connected([waits('b', 2).summary, waits('a', 1).summary]);
    expect(now().queue).toEqual(['a', 'b']);
    main.push('run.changed', waits('old', 0));
    expect(now().queue).toEqual(['a', 'b', 'old']);
    main.push('run.changed', waits('a', 1, 'running'));
    main.push('run.removed', { run: 'b' });
    expect(now().queue).toEqual(['old']);
  });

  it('is listened to no longer once disconnected', async () => {
    const { main, disconnect } = await connected();
    expect(main.listens('run.frame')).toBe(true);
    disconnect();
    expect((['run.frame', 'run.changed', 'run.removed'] as const).filter((it) => main.listens(it))).toEqual(
      [],
    );
  });
});

describe('starting a run', () => {
  it('shows it, and the canvas follows it', async () => {
    const { main, now } = await connected();
    const answer = now().start('{}', null);
    expect(await main.answer('run.start', { run: 'a' })).toEqual({
      text: '{}',
      ticket: null,
      profile: false,
    });
    await main.answer('run.read', record('a'));
    expect(await answer).toEqual([]);
    expect(currentRun(now())?.view.done).toEqual({ 'stage-1': 10 });
    expect(nodeProgress('teacher')(now())?.phase).toBe('active');
    expect(nodeProgress('mnist')(now())).toBeUndefined();
    now().showCanvas('another');
    expect(nodeProgress('teacher')(now())).toBeUndefined();
  });

  it('gives the problems where main refuses, and shows nothing', async () => {
    const { main, now } = await connected();
    const answer = now().start('{}', null);
    const problems = [{ code: 'cycle', severity: 'error' as const, message: 'Round and round.' }];
    await main.answer('run.start', { problems });
    expect(await answer).toEqual(problems);
    expect(now()).toMatchObject({ current: null, attached: null });
  });

  it('gives the reason where main fails', async () => {
    const { main, now } = await connected();
    const answer = now().start('{}', null);
    await main.refuse('run.start', 'The disk is full.');
    expect((await answer).map((it) => it.message)).toEqual(['The disk is full.']);
  });

  it('leaves the run in view that goes on, and the canvas follows the new one once its turn has come', async () => {
    const { main, now } = await opened('a');
    void now().start('{}', null);
    await main.answer('run.start', { run: 'b' });
    await main.answer('run.list', [
      summaryOf({ run: 'b', created: 2, status: 'queued' }),
      summaryOf({ run: 'a' }),
    ]);
    expect(now()).toMatchObject({ current: 'a', attached: 'b', queue: ['b'] });
    main.push('run.changed', { summary: summaryOf({ run: 'b', created: 2 }) });
    await main.answer('run.read', record('b'));
    expect(now().current).toBe('a');
    expect(nodeProgress('teacher')(now())?.phase).toBe('active');
  });
});

describe('a run of one of several documents', () => {
  it('belongs to the one that it was started from, whichever is shown when main answers', async () => {
    const { main, now } = await connected();
    now().showCanvas('first');
    void now().start('{}', null);
    now().showCanvas('second');
    await main.answer('run.start', { run: 'a' });
    await main.answer('run.read', record('a'));
    expect(now().startedFrom).toEqual({ a: 'first' });
    expect(nodeProgress('teacher')(now())).toBeUndefined();
    now().showCanvas('first');
    expect(nodeProgress('teacher')(now())?.phase).toBe('active');
    now().showCanvas('second');
    expect(now().attached).toBeNull();
  });

  it('is told at its document alone for as long as it goes on', async () => {
    const { main, now } = await connected();
    now().showCanvas('first');
    now().attach('a');
    main.push('run.changed', { summary: summaryOf({ run: 'a' }) });
    await main.answer('run.read', record('a'));
    expect(liveRunOf(now(), 'first')?.run).toBe('a');
    expect(liveRunOf(now(), 'second')).toBeUndefined();
    main.push('run.changed', { summary: summaryOf({ run: 'a', status: 'done' }) });
    expect(liveRunOf(now(), 'first')).toBeUndefined();
  });

  it('that began while another was shown is read once its own is', async () => {
    const { main, now } = await opened('a');
    now().showCanvas('first');
    void now().start('{}', null);
    await main.answer('run.start', { run: 'b' });
    await main.answer('run.list', [
      summaryOf({ run: 'b', created: 2, status: 'queued' }),
      summaryOf({ run: 'a' }),
    ]);
    now().showCanvas('second');
    main.push('run.changed', { summary: summaryOf({ run: 'b', created: 2 }) });
    now().showCanvas('first');
    await main.answer('run.read', record('b'));
    expect(nodeProgress('teacher')(now())?.phase).toBe('active');
  });

  it('goes on at its own document where it is continued from another', async () => {
    const { main, now } = await opened('a');
    now().showCanvas('first');
    now().attach('a');
    now().showCanvas('second');
    void now().continueRun('a');
    await main.answer('run.continue', {});
    expect(now().attached).toBeNull();
    now().showCanvas('first');
    expect(now().attached).toBe('a');
  });
});

describe('the profile on the canvas', () => {
  /** A run that was started with profile and has one. */
  async function profiled() {
    const it = await connected();
    void it.now().start('{}', null, true);
    expect(await it.main.answer('run.start', { run: 'a' })).toMatchObject({ profile: true });
    await it.main.answer('run.read', record('a', [...EVENTS, profile('stage-1')], 'done'));
    return it;
  }

  it('is of the run that was started from it, and comes with its events', async () => {
    const { main, now } = await opened('a');
    now().attach('a');
    expect(profiledRun(now())).toBeUndefined();
    main.push('run.frame', { run: 'a', events: stamped([profile('stage-1')], EVENTS.length) });
    expect(profiledRun(now())?.data.run).toBe('a');
    now().showCanvas('another');
    expect(profiledRun(now())).toBeUndefined();
  });

  it('stays while later runs have none, however many are looked at, and gives way to a newer one', async () => {
    const { main, now } = await profiled();
    void now().start('{}', null);
    await main.answer('run.start', { run: 'b' });
    await main.answer('run.read', record('b', EVENTS, 'done'));
    for (const run of ['c', 'd', 'e', 'f', 'g', 'h']) {
      void now().open(run);
      await main.answer('run.read', record(run, EVENTS, 'done'));
    }
    expect(profiledRun(now())?.data.run).toBe('a');
    void now().start('{}', null, true);
    await main.answer('run.start', { run: 'z' });
    await main.answer('run.read', record('z', [...EVENTS, profile('stage-1')], 'done'));
    expect(profiledRun(now())?.data.run).toBe('z');
  });

  it('goes with its run', async () => {
    const { main, now } = await profiled();
    main.push('run.removed', { run: 'a' });
    expect(profiledRun(now())).toBeUndefined();
  });
});

describe('events of an open run', () => {
  it('grow its curves', async () => {
    const { main, now, lossOf } = await opened();
    main.push('run.frame', { run: 'a', events: stamped([metrics('stage-1', 11, 5)], 3) });
    expect(lossOf('a')).toBe(15);
    expect(now().opened.a?.view.done).toEqual({ 'stage-1': 15 });
  });

  it('are kept while its record is still being read, and counted once', async () => {
    const { main, now, lossOf } = await connected([summaryOf({ run: 'a' })]);
    main.push('run.frame', { run: 'a', events: stamped([metrics('stage-1', 1, 10)], 2) });
    main.push('run.frame', { run: 'a', events: stamped([metrics('stage-1', 11, 5)], 3) });
    expect(now().opened.a).toBeUndefined();
    await main.answer('run.read', record('a'));
    expect(lossOf('a')).toBe(15);
  });

  it('are read again from the folder where a frame was missed', async () => {
    const { main, lossOf } = await opened();
    main.push('run.frame', { run: 'a', events: stamped([metrics('stage-1', 21, 5)], 4) });
    expect(lossOf('a')).toBe(10);
    main.push('run.frame', { run: 'a', events: stamped([metrics('stage-1', 26, 5)], 5) });
    const whole = [...EVENTS, metrics('stage-1', 11, 10), metrics('stage-1', 21, 5)];
    await main.answer('run.read', record('a', whole));
    expect(lossOf('a')).toBe(30);
    expect(main.open).toEqual([]);
  });

  it('of a run that is not open are left to its folder', async () => {
    const { main, now } = await opened();
    main.push('run.frame', { run: 'other', events: stamped(EVENTS) });
    expect(Object.keys(now().opened)).toEqual(['a']);
    expect(main.open).toEqual([]);
  });

  it('make a new view and leave the old one to whoever drew it', async () => {
    const { main, now } = await opened();
    const before = now().opened.a?.view;
    main.push('run.frame', { run: 'a', events: stamped([metrics('stage-1', 11, 5)], 3) });
    expect(now().opened.a?.view).not.toBe(before);
    expect(before?.done).toEqual({ 'stage-1': 10 });
    expect(now().opened.a?.view.revision).toBe((before?.revision ?? 0) + 1);
  });
});

describe('telling a run what to do', () => {
  it('is shown as asked until the run has done it', async () => {
    const { main, now } = await opened();
    void now().pause('a');
    expect(now().asked).toEqual({ a: 'pause' });
    await main.answer('run.pause', {});
    main.push('run.changed', { summary: summaryOf({ run: 'a', progress: 0.5 }) });
    expect(now().asked).toEqual({ a: 'pause' });
    main.push('run.changed', { summary: summaryOf({ run: 'a', status: 'paused' }) });
    expect(now().asked).toEqual({});
    expect(now().opened.a?.view.state).toBe('paused');
  });

  it('is forgotten, and its reason kept, where main refuses', async () => {
    const { main, now } = await opened();
    void now().stop('a');
    await main.refuse('run.stop', 'It is gone.');
    expect(now().asked).toEqual({});
    expect(now().refusal?.message).toBe('It is gone.');
    now().dismissRefusal();
    expect(now().refusal).toBeNull();
  });

  it('to go on shows it and puts it on the canvas', async () => {
    const { main, now } = await opened('a', 'stopped');
    void now().continueRun('a');
    expect(await main.answer('run.continue', {})).toEqual({ run: 'a' });
    expect(now()).toMatchObject({ current: 'a', attached: 'a' });
  });
});

describe('removing a run', () => {
  it('takes it from the list, the panel and the canvas', async () => {
    const { main, now } = await opened('a', 'done');
    now().attach('a');
    void now().removeAll(['a']);
    await main.answer('run.remove', {});
    main.push('run.removed', { run: 'a' });
    expect(now()).toMatchObject({ summaries: [], current: null, attached: null, opened: {} });
  });

  it('leaves it where main refuses', async () => {
    const { main, now } = await opened('a', 'done');
    void now().removeAll(['a']);
    await main.refuse('run.remove', 'It is going on.');
    expect(now().summaries).toHaveLength(1);
    expect(now().refusal?.message).toBe('It is going on.');
  });
});

describe('several runs', () => {
  it('are stopped from the end of the queue on, so that none of them begins meanwhile', async () => {
    const { main, now } = await opened('a');
    for (const [at, run] of ['b', 'c', 'd'].entries())
      main.push('run.changed', { summary: summaryOf({ run, status: 'queued', created: 2000 + at }) });
    expect(now().queue).toEqual(['b', 'c', 'd']);
    void now().stopAll(['a', 'b', 'd']);
    const stopped = [];
    for (let at = 0; at < 3; at += 1) stopped.push((await main.answer('run.stop', {})).run);
    expect(stopped).toEqual(['d', 'b', 'a']);
    expect(main.open).toEqual([]);
  });

  it('wait in the order that main tells', async () => {
    const { main, now } = await opened('a');
    void now().runNext('c');
    expect(await main.answer('run.next', {})).toEqual({ run: 'c' });
    main.push('run.queue', { runs: ['c', 'b'] });
    expect(now().queue).toEqual(['c', 'b']);
  });

  it('are removed up to the first that cannot be', async () => {
    const { main, now } = await opened('a', 'done');
    void now().removeAll(['a', 'b', 'c']);
    await main.answer('run.remove', {});
    await main.refuse('run.remove', 'It is going on.');
    expect(now().summaries).toEqual([]);
    expect(main.open).toEqual([]);
    expect(now().refusal?.message).toBe('It is going on.');
  });
});

describe('many runs', () => {
  it('are not all kept in memory: the one shown and those that go on are', async () => {
    const { main, now } = await opened('going');
    for (const run of ['b', 'c', 'd', 'e', 'f', 'g', 'h']) {
      void now().open(run);
      await main.answer('run.read', record(run, EVENTS, 'done'));
    }
    const kept = Object.keys(now().opened);
    expect(kept).toContain('going');
    expect(kept).toContain('h');
    expect(kept.length).toBeLessThanOrEqual(6);
    void now().open('b');
    expect(main.open).toEqual(['run.read']);
  });
});
