import { describe, expect, it } from 'vitest';
import { changeName, hotFields, typedNumber } from '../../../../renderer/runs/hot/hot-fields.ts';
import type { EngineEvent } from '../../../../src/plan/events.ts';
import { hotParameters } from '../../../../src/plan/hot-parameters.ts';
import { began, recordOf, STARTER, stage, starterRun } from '../record.ts';

const taught = recordOf(STARTER).plan.stages[1] ?? expect.fail('no stage');
const temperature = hotParameters(taught).find((it) => it.kind === 'temperature') ?? expect.fail('none');
const change = (step: number, value: number, from: number): EngineEvent => ({
  kind: 'parameter-set',
  stage: taught.id,
  at: temperature.at,
  path: [...temperature.path],
  value,
  step,
  from,
});

describe('what may be changed while a stage trains', () => {
  it('has the names of the canvas and the values of now', () => {
    const { data, view } = starterRun([began(), stage('stage-1'), stage('stage-2'), change(10, 9, 2)]);
    const fields = hotFields(data, view);
    expect(fields.map((it) => it.name)).toEqual([
      'Learning rate',
      'Temperature of Tempered softmax',
      'Weight of Tempered softmax: labels',
      'Weight of Tempered softmax: soft answers',
    ]);
    expect(fields[1]?.value).toBe(9);
    expect(view.changes.map((it) => changeName(data, it))).toEqual(['Temperature of Tempered softmax']);
    expect(hotFields(data, { ...view, stage: null })).toEqual([]);
  });

  it('is told once where a run that goes on makes it again, and forgotten where it did not come so far', () => {
    const { view } = starterRun([
      began(),
      stage('stage-2'),
      change(10, 9, 2),
      change(30, 5, 9),
      began({ stage: 'stage-2', step: 20 }),
      stage('stage-2', 20),
    ]);
    expect(view.changes.map((it) => it.step)).toEqual([10]);
    const again = starterRun([began(), stage('stage-2'), change(0, 9, 2), change(0, 9, 2)]);
    expect(again.view.changes).toHaveLength(1);
  });
});

it('a number is typed with a point or a comma', () => {
  expect(['0.5', ' 0,25 ', '1e-3', '−2', '', 'much'].map(typedNumber)).toEqual([
    0.5,
    0.25,
    0.001,
    -2,
    null,
    null,
  ]);
});
