import { describe, expect, it } from 'vitest';
import { lossTemperature } from '../../../../renderer/runs/examples/loss-temperature.ts';
import { picturePixels } from '../../../../renderer/runs/examples/picture-pixels.ts';
import { shownStage, watchedStages } from '../../../../renderer/runs/examples/shown-examples.ts';
import { noPairWords, shownPair } from '../../../../renderer/runs/examples/shown-pair.ts';
import type { EngineEvent } from '../../../../src/plan/events.ts';
import { ALONE, began, recordOf, stage, starterRun } from '../record.ts';

const examples: EngineEvent = {
  kind: 'examples',
  source: 'source-1',
  part: 'test',
  examples: [{ row: 4, label: 1, seen: { kind: 'text', text: 'good' } }],
};
const answers = (of: string, step: number, networks = ['network-1']): EngineEvent => ({
  kind: 'answers',
  stage: of,
  epoch: step / 10,
  step,
  source: 'source-1',
  part: 'test',
  networks: networks.map((network, at) => ({ network, teaches: at > 0, logits: [[step, 0]] })),
});

describe('what was told of examples', () => {
  const events = [
    began(),
    examples,
    stage('stage-1'),
    answers('stage-1', 10),
    answers('stage-1', 20),
    stage('stage-2'),
    answers('stage-2', 10, ['network-1', 'network-2']),
    stage('stage-3'),
    answers('stage-3', 10),
  ];

  it('stands by stage and epoch; first that of a stage with a teacher', () => {
    const { data, view } = starterRun(events);
    const stages = watchedStages(data, view);
    expect(stages.map((it) => [it.stage.id, it.tasks[0]?.answers.map(({ epoch }) => epoch)])).toEqual([
      ['stage-1', [1, 2]],
      ['stage-2', [1]],
      ['stage-3', [1]],
    ]);
    const done = { ...view, state: 'done' } as const;
    expect(shownStage(stages, data, done, null)?.stage.id).toBe('stage-2');
    expect(shownStage(stages, data, { ...view, state: 'running' }, null)?.stage.id).toBe('stage-3');
    expect(shownStage(stages, data, done, { run: data.run, stage: 'stage-1' })?.stage.id).toBe('stage-1');
    expect(shownStage(stages, data, done, { run: 'another', stage: 'stage-1' })?.stage.id).toBe('stage-2');
    expect(shownStage([], data, done, null)).toBeNull();
  });

  it('is forgotten from a checkpoint on where a run goes on, and taken anew', () => {
    const { data, view } = starterRun([
      ...events.slice(0, 5),
      began({ stage: 'stage-1', step: 10 }),
      examples,
      stage('stage-1', 10),
      answers('stage-1', 20),
      answers('stage-1', 20),
    ]);
    expect(data.answers.get('stage-1')?.map((it) => it.step)).toEqual([10, 20]);
    expect(view.examples).toHaveLength(1);
  });
});

describe('the temperature of a loss', () => {
  it('is that by which the student learns, and none where it learns alone', () => {
    const { plan } = recordOf('tempered-softmax-mnist');
    const [teacher, student, alone] = plan.stages.map((it) => it.train[0] ?? '');
    expect(lossTemperature(plan, student ?? '')).toBeGreaterThan(1);
    expect(lossTemperature(plan, teacher ?? '')).toBeNull();
    expect(lossTemperature(plan, alone ?? '')).toBeNull();
    expect(lossTemperature(recordOf(ALONE).plan, 'network-1')).toBeNull();
  });
});

describe('the pair of student and teacher', () => {
  const pair = (output: string, network: string) => ({ output, network, teacher: 'network-2' });
  const networks = recordOf('tempered-softmax-mnist').plan.networks;
  const of = (role: string): string => networks.find((it) => it.role === role)?.id ?? '';
  const pairs = [pair('output-1', of('student')), pair('output-2', of('baseline'))];

  it('is the last student’s unless another was asked for', () => {
    expect(shownPair(pairs, { networks }, null)?.output).toBe('output-1');
    expect(shownPair(pairs, { networks }, 'output-2')?.output).toBe('output-2');
    expect(shownPair(pairs.slice(1), { networks }, null)?.output).toBe('output-2');
    expect(shownPair([], { networks }, null)).toBeUndefined();
  });

  it('is missing for a reason that is told', () => {
    expect(noPairWords(recordOf(ALONE).plan, false).title).toBe('There is no teacher');
    expect(noPairWords(recordOf('tempered-softmax-mnist').plan, true).title).toBe('Not compared yet');
    const { plan } = recordOf('tempered-softmax-mnist');
    const outputs = plan.outputs.map((it) => (it.kind === 'evaluation' ? { ...it, teacher: null } : it));
    expect(noPairWords({ ...plan, outputs }, false).title).toBe('No evaluation knows the teacher');
  });
});

describe('a picture', () => {
  const bytes = (...values: number[]): string => Buffer.from(values).toString('base64');

  it('of one channel is grey, of three in its colours', () => {
    const grey = picturePixels({ kind: 'image', shape: [1, 2, 1], bytes: bytes(0, 200) });
    expect(grey).toMatchObject({ width: 2, height: 1 });
    expect([...grey.values]).toEqual([0, 0, 0, 255, 200, 200, 200, 255]);
    const coloured = picturePixels({ kind: 'image', shape: [2, 1, 3], bytes: bytes(1, 2, 3, 4, 5, 6) });
    expect([...coloured.values]).toEqual([1, 2, 3, 255, 4, 5, 6, 255]);
  });
});
