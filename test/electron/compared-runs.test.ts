import { describe, expect, it } from 'vitest';
import { runsInHand } from './runs-in-hand.ts';

/* What runs are found and compared by. */

const makeRuns = runsInHand();

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
