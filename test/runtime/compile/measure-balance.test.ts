import { describe, expect, test } from 'vitest';
import { lossParts } from '../../../src/plan/loss-parts.ts';
import type { Plan, Stage } from '../../../src/plan/plan.ts';
import { measureBalance } from '../../../src/runtime/compile/passes/measure-balance.ts';
import { planOf, starter, template, withParams } from './templates.ts';

const balances = (plan: Plan): Stage['balance'][] => plan.stages.map((it) => it.balance);

describe('which losses are measured', () => {
  test('both terms of tempered softmax, in the stage that has them', () => {
    const { plan } = planOf(starter());
    const [teacher, student, alone] = balances(plan);
    expect([teacher, alone]).toEqual([null, null]);
    const ops = student?.parts.map((id) => plan.stages[1]?.terms.find((it) => it.id === id)?.op);
    expect(ops?.toSorted()).toEqual(['loss.cross-entropy', 'loss.tempered-softmax']);
  });

  test('none where the trainer forbids it, or where there is one alone', () => {
    expect(balances(planOf(withParams(starter(), 'trainer', { balance: false })).plan)).toEqual([
      null,
      null,
      null,
    ]);
    expect(balances(planOf(template('student-alone-mnist')).plan)).toEqual([null]);
  });

  test('sums within sums are taken apart, and nothing else is', () => {
    const term = (id: string, op: string, ...from: string[]) => ({
      id,
      op,
      in: Object.fromEntries(from.map((it, at) => [`role-${at}`, it])),
      args: {},
    });
    const terms = [
      term('term-1', 'loss', 'tap-1'),
      term('term-2', 'hidden', 'tap-1'),
      term('term-3', 'loss', 'term-2'),
      term('term-4', 'sum', 'term-1', 'term-3'),
      term('term-5', 'sum', 'term-4', 'term-1'),
    ];
    const isComposed = (op: string): boolean => op === 'sum';
    expect(lossParts({ terms, total: 'term-5' }, isComposed)).toEqual(['term-1', 'term-3']);
    expect(lossParts({ terms, total: 'term-3' }, isComposed)).toEqual(['term-3']);
  });
});

describe('how often', () => {
  const everyOf = (epochs: number, perEpoch: number): number | undefined => {
    const { plan } = planOf(starter());
    const stages = plan.stages.map((it) => ({ ...it, epochs, steps: epochs * perEpoch, balance: null }));
    const wishes = new Map([['stage-2', { keep: 'auto', teacher: 'auto', balance: true } as const]]);
    return measureBalance({ ...plan, stages }, { origin: {}, wishes }).plan.stages[1]?.balance?.every;
  };

  test('so that it takes about 3 % of the work: twice back and once forward, each as long', () => {
    // (1 + 2 · 2) / 3 steps, of which 0.03 may be spent a step.
    expect(everyOf(100, 1000)).toBe(56);
  });

  test('twenty times in a short stage, and at every step of a very short one', () => {
    expect(everyOf(1, 400)).toBe(20);
    expect(everyOf(1, 12)).toBe(1);
  });

  test('not more than twenty times an epoch', () => {
    expect(everyOf(2, 10_000)).toBe(500);
  });
});
