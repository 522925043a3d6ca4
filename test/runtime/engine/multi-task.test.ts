import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Network, Plan } from '../../../src/plan/plan.ts';
import { taskShares, tasksOf } from '../../../src/plan/tasks.ts';
import { readDataFiles } from '../../../src/runtime/engine/data/data-files.ts';
import { loadSource } from '../../../src/runtime/engine/data/load-source.ts';
import { stageOrder, taskTurns } from '../../../src/runtime/engine/data/task-order.ts';
import { freshWeights } from '../../../src/runtime/engine/fresh-weights.ts';
import { readModel } from '../../../src/runtime/model-file.ts';
import { temporaryFolders } from '../temporary-folder.ts';
import {
  copying,
  first,
  inTurns,
  joint,
  SHARED,
  saved,
  second,
  sharing,
  single,
} from './multi-task-plans.ts';
import { writePatterns } from './patterns.ts';
import { adam, plan, source } from './plans.ts';
import { runHere } from './run-here.ts';
import { WAYS, type Way } from './ways.ts';

const folderOf = temporaryFolders();

/* Two tasks in one stage: a step is of one of them, and what their networks share both train. */

type Weights = Readonly<Record<string, readonly number[]>>;

async function trained(of: Plan, { engineFolder, reference }: Way): Promise<Record<string, Weights>> {
  const told = await runHere(of, { engineFolder, reference });
  expect(told.ending).toMatchObject({ how: 'done' });
  const models = told.of('saved-model').map(async ({ network, file, sha256 }) => {
    const { weights } = await readModel(join(told.folder, file), sha256);
    return [network, Object.fromEntries([...weights].map(([name, it]) => [name, [...it]]))] as const;
  });
  return Object.fromEntries(await Promise.all(models));
}
const isShared = (name: string): boolean => SHARED.includes(name.slice(0, name.lastIndexOf('/')));
const part = (of: Weights | undefined, shared: boolean): Weights =>
  Object.fromEntries(Object.entries(of ?? {}).filter(([name]) => isShared(name) === shared));

/** So small that no step is of the other task. */
const NEVER = 1e-12;
/** Epochs in turns have six steps of the first task's and three of the second's: as many as these by themselves. */
const AS_FIRST = { turns: { epochs: 2, steps: 18 }, own: { epochs: 3, steps: 18 } };
const AS_SECOND = { turns: { epochs: 3, steps: 27 }, own: { epochs: 9, steps: 27 } };

describe.each(WAYS)('%s', (_, way) => {
  test('networks that share a trunk have one, statistics too, and heads of their own', async () => {
    const { 'network-1': one, 'network-2': two } = await trained(inTurns(way.kind), way);
    expect(Object.keys(part(one, true))).toHaveLength(6);
    expect(part(one, true)).toEqual(part(two, true));
    expect(one?.['logits/kernel']).not.toEqual(two?.['logits/kernel']);
  });

  test('steps of one task train as a stage of its own does, to the bit; the head of the other stays as it began', async () => {
    const turns = await trained(inTurns(way.kind, 1 - NEVER, AS_FIRST.turns), way);
    const own = await trained(
      plan(source(), [first()], [single(1, AS_FIRST.own)], saved('network-1'), way.kind),
      way,
    );
    expect(turns['network-1']).toEqual(own['network-1']);
    const other = await trained(inTurns(way.kind, 1 - NEVER, { ...AS_FIRST.turns, clip: 0.1 }), way);
    expect(other['network-2']?.['logits/kernel']).toEqual(turns['network-2']?.['logits/kernel']);
    expect(other['network-2']?.['dense-2/kernel']).not.toEqual(turns['network-2']?.['dense-2/kernel']);
  });

  test('steps of one task leave the head of the other as it began, also where weights decay', async () => {
    const optimizer = adam(0.01);
    const decaying = { ...optimizer, args: { ...optimizer.args, weightDecay: 0.1 } };
    const turns = await trained(
      inTurns(way.kind, 1 - NEVER, { ...AS_FIRST.turns, optimizer: decaying }),
      way,
    );
    const fresh = freshWeights(sharing(), 1, 'weights-network-2').get('logits/kernel') ?? [];
    expect(turns['network-2']?.['logits/kernel']).toEqual([...fresh]);
  });

  test('so do those of the task whose trunk is lent: a network by itself that begins with that trunk comes to the same', async () => {
    const turns = await trained(inTurns(way.kind, NEVER, AS_SECOND.turns), way);
    const own = await trained(
      {
        ...plan(source(), [first(), copying()], [single(2, AS_SECOND.own)], saved('network-2'), way.kind),
        data: [source(), second()],
      },
      way,
    );
    expect(turns['network-2']).toEqual(own['network-2']);
    expect(part(turns['network-1'], true)).toEqual(part(own['network-2'], true));
  });

  test('each is measured on its own data after every epoch, and each step is told with those of its task', async () => {
    const { engineFolder, reference } = way;
    const told = await runHere(inTurns(way.kind, 0.6), { engineFolder, reference });
    const measured = told
      .of('epoch')
      .map((it) => it.measured.map(({ network, examples }) => [network, examples]));
    expect(measured).toEqual(
      Array.from({ length: 3 }, () => [
        ['network-1', 64],
        ['network-2', 48],
      ]),
    );
    const turns = taskTurns(joint(0.6));
    const all = told.of('metrics');
    for (const { student, steps, columns } of all) {
      for (const step of steps) expect(student).toBe(['network-1', 'network-2'][turns(step - 1).task]);
      const mine = student === 'network-1' ? 'term:term-11' : 'term:term-21';
      expect(Object.keys(columns).sort()).toEqual(['accuracy', 'gradient-norm', 'loss', 'rate', mine]);
      expect(columns[mine]).toEqual(columns.loss);
    }
    const steps = all.flatMap((it) => it.steps).sort((a, b) => a - b);
    expect(steps).toEqual(Array.from({ length: 27 }, (_, at) => at + 1));
    // Whoever takes the last event for where the run stands is right.
    expect(all.at(-1)?.steps.at(-1)).toBe(27);
  });
});

describe('a plan is refused before it trains that has', () => {
  const withShares = (shares: Network['shares'] & object): Plan => {
    const turns = inTurns('cpu');
    return {
      ...turns,
      networks: turns.networks.map((it) => (it.id === 'network-2' ? { ...it, shares } : it)),
    };
  };
  test.each([
    [
      'a trunk of nobody',
      withShares({ network: 'network-7', layers: SHARED }),
      /network-7, which is no network with weights of its own/,
    ],
    [
      'a trunk of its own',
      withShares({ network: 'network-2', layers: SHARED }),
      /network-2, which is no network with weights of its own/,
    ],
    [
      'a layer that is not there',
      withShares({ network: 'network-1', layers: ['dense-9'] }),
      /cannot share dense-9: nothing is not there/,
    ],
    [
      'a trunk that one trains without the other',
      { ...inTurns('cpu'), stages: [{ ...single(2), train: ['network-2'] }] },
      /stage-2 trains network-2 without network-1/,
    ],
  ])('%s', async (_, of, message) => {
    const told = await runHere(of);
    expect(told.of('problem')[0]).toMatchObject({
      code: 'plan-shared',
      message: expect.stringMatching(message),
    });
    expect(told.of('metrics')).toEqual([]);
  });
});

describe('turns', () => {
  test('come as often as their shares say, and hang on seed and step alone', () => {
    const all = (seed: number): number[] => {
      const turns = taskTurns({ ...joint(0.7), seed });
      return Array.from({ length: 4000 }, (_, step) => turns(step).task);
    };
    const ones = all(1);
    // Five standard deviations of a mean of 4000 draws.
    expect(Math.abs(ones.filter((it) => it === 0).length / 4000 - 0.7)).toBeLessThan(0.036);
    expect(all(1)).toEqual(ones);
    expect(all(2)).not.toEqual(ones);
    // Asked in any order, as after a stop.
    expect(taskTurns(joint(0.7))(2500).task).toBe(ones[2500]);
  });

  test('count the steps of their own task', () => {
    const turns = taskTurns(joint(0.7));
    const done = [0, 0];
    for (let step = 0; step < 500; step += 1) {
      const { task, step: own } = turns(step);
      expect(own).toBe(done[task]);
      done[task] = (done[task] ?? 0) + 1;
    }
  });

  test('take the examples of a task as a stage of its own does', async () => {
    const folder = writePatterns(folderOf());
    const loaded = [source(), second()].map(
      async (it) => [it.id, loadSource(it, await readDataFiles(folder, it))] as const,
    );
    const sources = new Map(await Promise.all(loaded));
    const [order, ...alone] = [joint(0.7), single(1), single(2)].map((it) => stageOrder(it, sources));
    const turns = taskTurns(joint(0.7));
    for (let step = 0; step < 27; step += 1) {
      const { place, ...taken } = order?.at(step) ?? expect.fail();
      const { task, step: own } = turns(step);
      expect(place).toEqual({ task, step: own });
      expect(taken).toEqual(alone[task]?.at(own));
    }
  });

  test('are as likely as sizes to the power τ', () => {
    expect(taskShares([100, 300], 1)).toEqual([0.25, 0.75]);
    expect(taskShares([100, 300, 7], 0)).toEqual([1 / 3, 1 / 3, 1 / 3]);
    const [small = 0, large = 0] = taskShares([60_000, 1000], 0.75);
    expect(small / large).toBeCloseTo(60 ** 0.75, 10);
    expect(small + large).toBeCloseTo(1, 12);
    expect(taskShares([1e9, 1], 2).every(Number.isFinite)).toBe(true);
  });
});

test('a task has what its total is computed from, and a stage of one task is that task', () => {
  const [one, two] = tasksOf(joint(0.5));
  expect([one, two].map((it) => it?.train)).toEqual([['network-1'], ['network-2']]);
  expect([one, two].map((it) => it?.taps.map(({ id }) => id))).toEqual([['tap-11'], ['tap-21']]);
  expect([one, two].map((it) => it?.terms.map(({ id }) => id))).toEqual([['term-11'], ['term-21']]);
  expect(one?.tasks).toBeUndefined();
  const whole = tasksOf(
    joint(0.5, {
      cache: { taps: ['tap-11', 'tap-21'], views: 1 },
      follow: [1, 2].map((at) => ({ network: `network-${7 + at}`, follows: `network-${at}`, decay: 0.9 })),
    }),
  );
  expect(whole.map((it) => it.cache?.taps)).toEqual([['tap-11'], ['tap-21']]);
  expect(whole.map((it) => it.follow?.map(({ network }) => network))).toEqual([['network-8'], ['network-9']]);
  expect(tasksOf(single(1))).toEqual([single(1)]);
});
