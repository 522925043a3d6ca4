import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { settingsOf } from '../../../../renderer/runs/plan/plan-facts.ts';
import type { Plan } from '../../../../src/plan/plan.ts';
import { recordOf, STARTER } from '../record.ts';

const { plan } = recordOf(STARTER);
const settings = (of: Pick<Plan, 'stages'>) =>
  Object.fromEntries(settingsOf(of).map(({ name, values }) => [name, values]));

describe('the settings of a run', () => {
  it('stand stage beside stage, under the names that the palette has', () => {
    expect(settings(plan)).toMatchObject({
      Epochs: ['5', '10', '10'],
      Batch: ['128', '128', '128'],
      'Learning rate': ['0.002', '0.005', '0.005'],
      Schedule: ['Cosine decay', 'Cosine decay', 'Cosine decay'],
      'Gradient clipped at': ['no limit', 'no limit', 'no limit'],
      'Measured on': ['test part', 'test part', 'test part'],
      Seed: ['1', '1', '1'],
    });
  });

  it('say how often each of several tasks comes, where there are any', () => {
    expect(Object.keys(settings(plan))).not.toContain('Steps of each task');
    const shared = settings(recordOf('sys-mt-shared-trunk').plan);
    expect(shared['Steps of each task']).toEqual([
      ...['all', 'all', 'all', 'all'],
      ...['50 % and 50 %', '50 % and 50 %'],
    ]);
  });

  it('name each part of a loss with the arguments that do something, free of rounding', () => {
    expect(settings(plan).Loss).toEqual([
      'Cross-entropy',
      'Tempered softmax (temperature: 2)\nCross-entropy\nWeighted sum (weights: 0.1 and 0.9)',
      'Cross-entropy',
    ]);
  });

  it('speak the words of the nodes and their forms, in every template', () => {
    const all = readdirSync(new URL('../../../../templates/', import.meta.url)).map((it) =>
      settings(recordOf(it.replace('.json', '')).plan),
    );
    const told = all.flatMap(({ Loss = [], Optimizer = [], Schedule = [] }) =>
      [...Loss, ...Optimizer, ...Schedule].flatMap((it) => it.split('\n')),
    );
    expect(told.filter((it) => !/^[A-Z]/.test(it))).toEqual([]);
    expect(told.some((it) => /^MIM \(estimate: (Jensen-Shannon|InfoNCE)/.test(it))).toBe(true);
    expect(told.filter((it) => /jsd|infonce/.test(it))).toEqual([]);
  });

  it('follow a schedule to its end', () => {
    const stages = plan.stages.slice(0, 1).map((it) => ({
      ...it,
      optimizer: {
        ...it.optimizer,
        schedule: { op: 'schedule.warm-up', args: { steps: 100 }, next: it.optimizer.schedule },
      },
    }));
    expect(settings({ stages }).Schedule).toEqual(['Warm-up (steps: 100), then Cosine decay']);
  });
});
