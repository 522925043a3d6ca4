import { describe, expect, test } from 'vitest';
import type { Source } from '../../../src/plan/plan.ts';
import { BACKENDS } from './backends.ts';
import { outcomeOf } from './outcome.ts';
import { adam, distillation } from './plans.ts';
import { runHere } from './run-here.ts';

describe.each(BACKENDS)('%s', (_, { kind, engineFolder }) => {
  const plan = distillation(kind);
  const outcome = async (of = plan) => {
    const { folder, events, ending } = await runHere(of, { engineFolder });
    expect(ending.text).toBe('The run is done.');
    return outcomeOf(folder, events);
  };

  test('one plan and seed, twice: the same bits', async () => {
    const first = await outcome();
    expect(await outcome()).toEqual(first);
    expect(Object.keys(first.steps)).toHaveLength(plan.stages.reduce((sum, it) => sum + it.steps, 0));
  });

  test('another seed: other numbers', async () => {
    const stages = plan.stages.map((it) => ({ ...it, seed: 2 }));
    const [first, other] = [await outcome(), await outcome({ ...plan, stages })];
    for (const [step, { loss }] of Object.entries(other.steps))
      expect(loss).not.toBe(first.steps[step]?.loss);
  });

  test('a student and the same student alone begin at the same weights with the same examples', async () => {
    const { steps } = await outcome();
    // The student's first term is its loss on the labels, which is all that the other one has.
    expect(steps['stage-2 1']?.['term:term-21']).toBe(steps['stage-3 1']?.loss);
    expect(steps['stage-2 2']?.['term:term-21']).not.toBe(steps['stage-3 2']?.loss);
  });

  test('every stage learns', async () => {
    const source = plan.data[0] as Source;
    const stages = plan.stages.map((it) => {
      const epochs = 8;
      const steps = epochs * Math.ceil(source.counts.train / it.batch);
      return { ...it, epochs, steps, optimizer: adam(0.02) };
    });
    const { steps, epochs } = await outcome({ ...plan, stages });
    for (const { id, steps: count } of stages) {
      expect(steps[`${id} ${count}`]?.loss).toBeLessThan(0.3 * (steps[`${id} 1`]?.loss ?? 0));
      expect(epochs[`${id} 8`]?.[0]?.accuracy).toBeGreaterThan(0.6);
    }
  });
});
