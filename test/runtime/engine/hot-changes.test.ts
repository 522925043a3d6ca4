import { describe, expect, test } from 'vitest';
import { changesIn, type HotChange, type HotWish, withChange } from '../../../src/plan/hot-parameters.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import { newestCheckpoint } from '../../../src/runtime/checkpoints.ts';
import { type Control, createControl } from '../../../src/runtime/engine/control.ts';
import { inTurns } from './multi-task-plans.ts';
import { outcomeOf } from './outcome.ts';
import { distillation } from './plans.ts';
import { runHere, type Told } from './run-here.ts';
import { WAYS } from './ways.ts';

/* Numbers of a stage that are changed while it trains: the change is an event, and what repeats it comes to the same. */

const softer = { stage: 'stage-2', at: 'term-22', path: ['temperature'], value: 9 };
const lighter = { stage: 'stage-2', at: 'term-23', path: ['weights', 1], value: 0.2 };
const slower = { stage: 'stage-2', at: 'optimizer-1', path: ['rate'], value: 0.0004 };

/** Wishes for something at the n-th moment at which the engine asks; stops at another, where one is given. */
function wishing(at: number, wishes: readonly HotWish[], stopAt = 0): Control {
  const inner = createControl();
  let asked = 0;
  return {
    ...inner,
    get wanted() {
      return inner.wanted;
    },
    breathe: () => undefined,
    wishes() {
      asked += 1;
      if (asked === stopAt) inner.stop();
      return asked === at ? wishes : [];
    },
  };
}

const losses = ({ of }: Told, stage: string): number[] =>
  of('metrics').flatMap((it) =>
    it.stage === stage ? (it.columns.loss ?? []).map((one) => one ?? Number.NaN) : [],
  );
const set = ({ of }: Told) => of('parameter-set').map(({ kind: _, ...it }) => it);

describe.each(WAYS)('%s', (_, { kind, ...way }) => {
  const plan = (): Plan => distillation(kind);
  /** Steps of the first stage, and two of the second. */
  const moment = 6 + 3;

  test('a change is told with its step, and holds from the next step on', async () => {
    const before = await runHere(plan(), way);
    const changed = await runHere(plan(), { ...way, control: wishing(moment, [softer, lighter, slower]) });
    expect(changed.ending.how).toBe('done');
    expect(set(changed)).toEqual([
      { ...softer, step: 2, from: 4 },
      { ...lighter, step: 2, from: 0.9 },
      { ...slower, step: 2, from: 0.002 },
    ]);
    const [own, other] = [losses(changed, 'stage-2'), losses(before, 'stage-2')];
    expect(own).toHaveLength(6);
    expect(own.slice(0, 2)).toEqual(other.slice(0, 2));
    expect(own[2]).not.toBe(other[2]);
    const rates = changed
      .of('metrics')
      .flatMap((it) => (it.stage === 'stage-2' ? (it.columns.rate ?? []) : []));
    expect((rates[2] ?? 0) / (rates[1] ?? 1)).toBeLessThan(0.3);
    // What trains by itself knows nothing of it.
    expect(losses(changed, 'stage-3')).toEqual(losses(before, 'stage-3'));
  });

  test('at the first step it comes to what a plan with these numbers does, bit for bit', async () => {
    const wishes = [softer, lighter, slower];
    const of = plan();
    const drawn = {
      ...of,
      stages: of.stages.map((it) => (it.id === 'stage-2' ? wishes.reduce(withChange, it) : it)),
    };
    const changes = wishes.map((it) => ({ ...it, step: 0 }));
    const [changed, planned] = [await runHere(of, { ...way, changes }), await runHere(drawn, way)];
    expect(set(changed).map((it) => [it.step, it.value])).toEqual(wishes.map((it) => [0, it.value]));
    const [own, wanted] = [
      await outcomeOf(changed.folder, changed.events),
      await outcomeOf(planned.folder, planned.events),
    ];
    expect(own.steps).toEqual(wanted.steps);
    expect(own.answers).toEqual(wanted.answers);
  });

  test('a run that repeats it comes to the same, bit for bit', async () => {
    const first = await runHere(plan(), { ...way, control: wishing(moment, [softer, slower]) });
    const again = await runHere(plan(), { ...way, changes: changesIn(first.events) });
    expect(set(again)).toEqual(set(first));
    expect(await outcomeOf(again.folder, again.events)).toEqual(await outcomeOf(first.folder, first.events));
  });

  test.each([
    ['before', moment + 1, 2],
    ['well before', moment + 3, 4],
  ])('a run that stops after a change %s goes on with it', async (_when, stopAt) => {
    const whole = await runHere(plan(), { ...way, control: wishing(moment, [softer, slower]) });
    const first = await runHere(plan(), { ...way, control: wishing(moment, [softer, slower], stopAt) });
    expect(first.ending.how).toBe('stopped');
    const { folder } = first;
    const { point } = await newestCheckpoint(folder, ['stage-1', 'stage-2', 'stage-3']);
    const second = await runHere(plan(), { ...way, folder, resume: point, changes: changesIn(first.events) });
    // It holds already, and is not told as if it had been made here.
    expect(set(second)).toEqual([]);
    expect(await outcomeOf(folder, [...first.events, ...second.events])).toEqual(
      await outcomeOf(whole.folder, whole.events),
    );
  });

  test('a run that goes on from a checkpoint before a change makes it again at its step', async () => {
    const changes: HotChange[] = [{ ...softer, step: 4 }];
    const whole = await runHere(plan(), { ...way, changes });
    const first = await runHere(plan(), { ...way, control: wishing(0, [], moment) });
    const { folder } = first;
    const { point } = await newestCheckpoint(folder, ['stage-1', 'stage-2', 'stage-3']);
    expect(point).toEqual({ stage: 'stage-2', step: 3 });
    const second = await runHere(plan(), { ...way, folder, resume: point, changes });
    expect(set(second)).toEqual([{ ...softer, step: 4, from: 4 }]);
    expect(await outcomeOf(folder, [...first.events, ...second.events])).toEqual(
      await outcomeOf(whole.folder, whole.events),
    );
  });

  test('what cannot be changed is told, and nothing else happens', async () => {
    const wishes = [
      { ...softer, value: -1 },
      { ...softer, stage: 'stage-1' },
      { ...softer, at: 'term-99' },
      { ...softer, value: 4 },
    ];
    const plain = await runHere(plan(), way);
    const told = await runHere(plan(), { ...way, control: wishing(moment, wishes) });
    const notes = told
      .of('note')
      .map((it) => it.text)
      .filter((it) => it.startsWith('Nothing was changed'));
    expect(notes).toEqual([
      'Nothing was changed: -1 is not allowed there; 0.01 to 1000 is.',
      'Nothing was changed: stage-1 does not train now.',
      'Nothing was changed: stage-2 has nothing at term-99 that may be changed while it trains.',
    ]);
    expect(set(told)).toEqual([]);
    expect(await outcomeOf(told.folder, told.events)).toEqual(await outcomeOf(plain.folder, plain.events));
  });

  test('a stage of several tasks goes on with the numbers that it has then', async () => {
    const of = inTurns(kind);
    const [stage] = of.stages;
    const change = {
      stage: stage?.id ?? '',
      at: stage?.optimizer.id ?? '',
      path: ['rate'],
      value: 1e-6,
      step: 2,
    };
    const [first, again] = [
      await runHere(of, { ...way, changes: [change] }),
      await runHere(of, { ...way, changes: [change] }),
    ];
    expect(first.ending.how).toBe('done');
    expect(set(first)).toHaveLength(1);
    expect(await outcomeOf(again.folder, again.events)).toEqual(await outcomeOf(first.folder, first.events));
  });
});
