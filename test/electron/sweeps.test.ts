import { describe, expect, it, vi } from 'vitest';
import { runsInHand, TEXT } from './runs-in-hand.ts';

/* Many runs of one pipeline, with other values in each. */

const makeRuns = runsInHand();

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
