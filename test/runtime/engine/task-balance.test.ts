import { describe, expect, test } from 'vitest';
import { balanceByTask } from '../../../src/plan/loss-balance.ts';
import type { Plan, Stage } from '../../../src/plan/plan.ts';
import { createControl } from '../../../src/runtime/engine/control.ts';
import { taskTurns } from '../../../src/runtime/engine/data/task-order.ts';
import { weighed } from './multi-task-plans.ts';
import { outcomeOf } from './outcome.ts';
import { runHere, type Told } from './run-here.ts';
import { WAYS } from './ways.ts';

/* What each of several losses brings, where a stage has several tasks with losses of their own. */

const stageOf = (of: Plan): Stage => of.stages[0] as Stage;
/** So small that no step is of the first task. */
const NEVER = 1e-12;
const PARTS = [
  ['term-11', 'term-11-smooth'],
  ['term-21', 'term-21-smooth'],
];

describe.each(WAYS)('%s', (_, { kind, engineFolder, reference }) => {
  const run = async (of: Plan, more: Parameters<typeof runHere>[1] = {}): Promise<Told> => {
    const told = await runHere(of, { engineFolder, reference, ...more });
    if (!more.control) expect(told.ending).toMatchObject({ how: 'done' });
    return told;
  };

  test('each task is measured by its own steps, where the batch is full, and tells its own losses', async () => {
    const plan = weighed(kind, 2);
    const told = await run(plan);
    const turns = taskTurns(stageOf(plan));
    const tasks = balanceByTask(stageOf(plan), told.of('balance'));
    expect(tasks.map((it) => it.task.train)).toEqual([['network-1'], ['network-2']]);
    for (const [at, { events }] of tasks.entries()) {
      // Every third step of the second task has 8 examples in the place of 16.
      const due = Array.from({ length: 27 }, (_, step) => step).filter((step) => {
        const { task, step: own } = turns(step);
        return task === at && own % 2 === 0 && (task === 0 || own % 3 !== 2);
      });
      expect(due.length).toBeGreaterThan(2);
      expect(events.map((it) => it.step)).toEqual(due.map((it) => it + 1));
      for (const { step, parts } of events) {
        expect(parts.map((it) => it.at)).toEqual(PARTS[at]);
        expect(parts.map((it) => it.weight)).toEqual([0.75, 0.25]);
        const metrics = told.of('metrics').find((it) => it.steps.includes(step));
        for (const it of parts)
          expect(it.value).toBeCloseTo(
            metrics?.columns[`term:${it.at}`]?.[metrics.steps.indexOf(step)] ?? Number.NaN,
            5,
          );
      }
    }
  });

  test('a gradient is that of a step of this task on this loss alone, times its weight', async () => {
    const plan = weighed(kind, 1, NEVER);
    const [first] = (await run(plan)).of('balance');
    expect(first?.step).toBe(1);
    for (const [at, part] of (PARTS[1] ?? []).entries()) {
      const { tasks = [], ...stage } = stageOf(plan);
      const alone = tasks.map((it, task) => ({
        ...it,
        balance: undefined,
        total: task === 1 ? part : it.total,
      }));
      const told = await run({ ...plan, stages: [{ ...stage, tasks: alone }] });
      const norm = told.of('metrics')[0]?.columns['gradient-norm']?.[0] ?? Number.NaN;
      const found = first?.parts[at];
      expect(found?.at).toBe(part);
      expect(Math.abs((found?.gradient ?? 0) / ((found?.weight ?? 0) * norm) - 1)).toBeLessThan(1e-4);
    }
  });

  test('training is the same to the bit with it and without', async () => {
    const outcomes = [];
    for (const every of [null, 1, 3]) {
      const { folder, events } = await run(weighed(kind, every));
      const { steps, epochs, models } = await outcomeOf(folder, events);
      outcomes.push({ steps, epochs, models });
    }
    expect(Object.keys(outcomes[0]?.steps ?? {})).toHaveLength(27);
    expect(outcomes[1]).toEqual(outcomes[0]);
    expect(outcomes[2]).toEqual(outcomes[0]);
  });

  test('a run that goes on measures at the steps at which it would have', async () => {
    const plan = weighed(kind, 2);
    const whole = (await run(plan)).of('balance');
    const control = createControl();
    const begun = await run(plan, {
      control,
      watch: (event) => {
        if (event.kind === 'epoch') control.stop();
      },
    });
    expect(begun.ending.how).toBe('stopped');
    const { stage, step } = begun.of('checkpoint').at(-1) ?? expect.fail('no checkpoint');
    const rest = await run(plan, { folder: begun.folder, resume: { stage, step } });
    expect(rest.of('balance')).toEqual(whole.filter((it) => it.step > step));
    expect(rest.of('balance').length).toBeGreaterThan(2);
  });
});
