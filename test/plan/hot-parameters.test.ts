import { describe, expect, it } from 'vitest';
import {
  changesIn,
  type HotChange,
  hotParameters,
  hotRefusal,
  withChange,
} from '../../src/plan/hot-parameters.ts';
import type { Stage } from '../../src/plan/plan.ts';
import { distillation } from '../runtime/engine/plans.ts';

const stage = distillation().stages[1] as Stage;
const rate = { stage: 'stage-2', at: 'optimizer-1', path: ['rate'], value: 0.5 };
const temperature = { stage: 'stage-2', at: 'term-22', path: ['temperature'], value: 8 };
const weight = { stage: 'stage-2', at: 'term-23', path: ['weights', 1], value: 0.25 };

describe('what may be changed while a stage trains', () => {
  it('is the learning rate, every temperature, and every weight of a sum', () => {
    expect(hotParameters(stage).map(({ kind, at, path, value, of }) => [kind, at, path, value, of])).toEqual([
      ['rate', 'optimizer-1', ['rate'], 0.002, undefined],
      ['temperature', 'term-22', ['temperature'], 4, undefined],
      ['weight', 'term-23', ['weights', 0], 0.1, 'term-21'],
      ['weight', 'term-23', ['weights', 1], 0.9, 'term-22'],
    ]);
  });

  it('is changed by itself alone', () => {
    expect(withChange(stage, rate)).toEqual({ ...stage, optimizer: { ...stage.optimizer, rate: 0.5 } });
    const softer = withChange(stage, temperature);
    expect(softer.terms[1]?.args).toEqual({ temperature: 8, scale: true });
    expect(withChange(softer, { ...temperature, value: 4 })).toEqual(stage);
    expect(withChange(stage, weight).terms[2]?.args).toEqual({ weights: [0.1, 0.25] });
    expect(stage.terms[2]?.args).toEqual({ weights: [0.1, 0.9] });
  });

  it('is refused where there is no such number, or the value is none that is allowed', () => {
    for (const it of [rate, temperature, weight]) expect(hotRefusal(stage, it)).toBeNull();
    expect(hotRefusal(stage, { ...weight, path: ['weights', 2] })).toMatch(/nothing at term-23/);
    expect(hotRefusal(stage, { ...temperature, path: ['scale'] })).toMatch(/nothing at term-22/);
    expect(hotRefusal(stage, { ...rate, value: 0 })).toBe('0 is not allowed there; 1e-8 to 10 is.');
    expect(hotRefusal(stage, { ...temperature, value: Number.NaN })).toMatch(/^NaN is not allowed/);
  });
});

describe('the changes that a log tells', () => {
  const told = (change: HotChange, seq: number) => ({
    kind: 'parameter-set',
    seq,
    time: 1,
    from: 1,
    ...change,
  });
  const at = (step: number, value: number): HotChange => ({ ...temperature, step, value });

  it('are each told once, in the order of steps; what was set last at a step counts', () => {
    const events = [told(at(40, 8), 0), { kind: 'note' }, told(at(20, 2), 1), told(at(40, 9), 2)];
    expect(changesIn(events)).toEqual([at(20, 2), at(40, 9)]);
    expect(changesIn(events, [at(10, 3), at(20, 5)])).toEqual([at(10, 3), at(20, 2), at(40, 9)]);
  });
});
