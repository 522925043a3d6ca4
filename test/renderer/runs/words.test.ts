import { describe, expect, it } from 'vitest';
import { endingWords } from '../../../renderer/runs/ending-words.ts';
import { filterRuns } from '../../../renderer/runs/filter-runs.ts';
import {
  formatBytes,
  formatClock,
  formatLeft,
  formatMicroseconds,
  formatMilliseconds,
  formatPercent,
  formatPoints,
  formatShare,
  formatTick,
  formatTimes,
  formatValue,
} from '../../../renderer/runs/format.ts';
import { doingWords, imageRate, overallProgress, secondsLeft } from '../../../renderer/runs/run-words.ts';
import type { EngineEvent } from '../../../src/plan/events.ts';
import { began, metrics, stage, starterRun, summaryOf, usage } from './record.ts';

describe('numbers', () => {
  it.each([
    [formatPercent(0.9761), '97.61 %'],
    [formatPercent(1), '100.00 %'],
    [formatShare(0.416), '42 %'],
    [formatShare(0.004), '< 1 %'],
    [formatShare(0), '0 %'],
    [formatMilliseconds(12.4), '12.40'],
    [formatPoints(0.0084), '+0.84'],
    [formatPoints(-0.0084), '−0.84'],
    [formatPoints(0.00001), '0.00'],
    [formatValue(0.097312), '0.09731'],
    [formatValue(0.00000123), '1.23e−6'],
    [formatValue(0), '0'],
    [formatTick(0.1 + 0.2), '0.3'],
    [formatBytes(999), '999 B'],
    [formatBytes(103_000), '103 kB'],
    [formatBytes(1_250_000), '1.3 MB'],
    [formatMicroseconds(2.64), '2.6 µs'],
    [formatMicroseconds(103.4), '103 µs'],
    [formatMicroseconds(1500), '1.5 ms'],
    [formatClock(247_000), '4:07'],
    [formatClock(3_729_000), '1:02:09'],
    [formatLeft(3), '5 s'],
    [formatLeft(59), '1 min'],
    [formatLeft(43), '45 s'],
    [formatLeft(140), '2 min'],
    [formatLeft(7_300), '2 h 2 min'],
    [formatTimes(31.4), '31×'],
    [formatTimes(1.68), '1.7×'],
  ])('%s', (text, wanted) => {
    expect(text).toBe(wanted);
  });
});

describe('what is said of a run that goes on', () => {
  const training = [began(), stage('stage-1'), metrics('stage-1', 1, 1), metrics('stage-1', 2, 99)];

  it('is which network learns, and at which stage that is', () => {
    const { data, view } = starterRun(training);
    expect(doingWords(view, data.lanes)).toBe('Teacher, stage 1 of 3');
  });

  it('is its pace in images: as the engine counted them, else by the steps that were heard of', () => {
    const rate = (events: readonly EngineEvent[]) => {
      const { data, view } = starterRun(events);
      const lane = data.lanes.find((it) => it.stage === view.stage);
      return { rate: imageRate(view, lane), batch: lane?.batch ?? 0 };
    };
    const heard = rate(training);
    expect(heard.rate).toBeNull();
    const paced = rate([...training, metrics('stage-1', 100, 2), metrics('stage-1', 102, 2)]);
    expect(paced.rate).toBeGreaterThan(paced.batch);
    expect(rate([...training, usage('stage-1', 100, { examplesPerSecond: 77 })]).rate).toBe(77);
    expect(rate([...training, usage('stage-1', 100), stage('stage-2')]).rate).toBeNull();
  });

  it("is the engine's own word before there is a stage", () => {
    const preparing: EngineEvent = { kind: 'state', state: 'preparing', text: 'Reading mnist' };
    const { data, view } = starterRun([preparing]);
    expect(doingWords(view, data.lanes)).toBe('Reading mnist');
  });

  it('is how far it is over all stages, and how long it takes at this speed', () => {
    const { data, view } = starterRun(training);
    const all = data.lanes.reduce((sum, it) => sum + it.steps, 0);
    expect(overallProgress(view, data.lanes)).toBeCloseTo(100 / all);
    // Steps of the stages to come are quicker than those of the teacher.
    const left = secondsLeft({ ...view, speed: 50 }, data.plan);
    expect(left).toBeLessThan((all - 100) / 50);
    expect(left).toBeGreaterThan(((data.plan.stages[0]?.steps ?? 0) - 100) / 50);
    expect(secondsLeft({ ...view, speed: null }, data.plan)).toBeNull();
  });

  it('is that all is done where it is done, whatever was counted', () => {
    const { data, view } = starterRun([...training, { kind: 'run-ended', how: 'done', text: '' }]);
    expect(overallProgress(view, data.lanes)).toBe(1);
  });
});

describe('what is said of a run that broke off', () => {
  const ending = (events: readonly EngineEvent[], resumable = false) => {
    const last = events.at(-1);
    const status = last?.kind === 'run-ended' ? last.how : 'killed';
    const { data, view } = starterRun([began(), stage('stage-1'), metrics('stage-1', 1, 9), ...events], {
      status,
      resumable,
    });
    return endingWords(data, view);
  };
  const checkpoint: EngineEvent = { kind: 'checkpoint', stage: 'stage-1', step: 8, folder: '', bytes: 1 };

  it('is where the person stopped it, and what is kept', () => {
    const { title, fix } = ending([checkpoint, { kind: 'run-ended', how: 'stopped', text: '' }], true);
    expect(title).toMatch(/^You stopped this run at Teacher, step 9 of [\d,]+\.$/);
    expect(fix).toBe('The last checkpoint is whole: Teacher, step 8.');
  });

  it('is what went wrong, at which node and step, and what to do', () => {
    const told = ending([
      {
        kind: 'problem',
        code: 'loss-not-finite',
        message: 'The loss is not a number.',
        at: 'stage-1',
        step: 9,
        fix: 'Lower the learning rate.',
      },
      { kind: 'run-ended', how: 'failed', text: 'The loss is not a number.' },
    ]);
    expect(told).toEqual({
      title: 'The loss is not a number. (Teacher, step 9)',
      fix: 'Lower the learning rate.',
      node: 'teacher',
      nodeTitle: 'Teacher',
    });
  });

  it('is how the engine went, where that was, and what it said last', () => {
    const text = 'The engine was ended from outside (SIGKILL). It said last: out of memory';
    const { title, fix } = ending([{ kind: 'run-ended', how: 'killed', text }]);
    expect(title).toMatch(/^The engine was ended from outside \(SIGKILL\), at Teacher, step 9 of [\d,]+\.$/);
    expect(fix).toBe('It said last: out of memory');
  });
});

describe('the filter of the list', () => {
  const runs = [summaryOf({ run: 'a', title: 'MNIST teacher' }), summaryOf({ run: 'b', status: 'failed' })];
  const found = (words: string): string[] => filterRuns(runs, words).map((it) => it.run);

  it('finds runs by all words of their title or state, in any case', () => {
    expect(found('')).toEqual(['a', 'b']);
    expect(found('teach mni')).toEqual(['a']);
    expect(found('FAILED')).toEqual(['b']);
    expect(found('mnist failed')).toEqual([]);
  });
});
