import { describe, expect, it } from 'vitest';
import { accuracyRange, fromNought, logRange, rateRange } from '../../../renderer/runs/chart/ranges.ts';
import type { EngineEvent } from '../../../src/plan/events.ts';
import { began, stage, starterRun } from './record.ts';

describe('the axis of a loss', () => {
  it('begins at nought, unless that would flatten the curve', () => {
    expect(fromNought(0.1, 2)[0]).toBe(0);
    expect(fromNought(9, 10)[0]).toBeCloseTo(8.95);
  });

  it('has room for a flat line, and for none', () => {
    expect(fromNought(5, 5)).toEqual([0, 6]);
    expect(fromNought(0, 0)).toEqual([0, 1]);
    expect(fromNought(null, null)).toEqual([0, 1]);
    expect(fromNought(Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY)).toEqual([0, 1]);
  });

  it('holds all of it on a logarithmic scale, where nought has no place', () => {
    const [low, high] = logRange(0.01, 4);
    expect(low).toBeLessThan(0.01);
    expect(high).toBeGreaterThan(4);
    expect(logRange(0, 4)).toEqual([0.01, 10]);
  });
});

describe('the axis of an accuracy', () => {
  const epoch = (id: string, network: string, accuracy: number): EngineEvent => ({
    ...{ kind: 'epoch', stage: id, epoch: 1, step: 10 },
    measured: [{ network, role: 'student', part: 'test', examples: 10, accuracy, loss: null }],
  });
  const batches = (id: string, accuracy: number): EngineEvent => ({
    ...{ kind: 'metrics', stage: id, steps: [1, 2] },
    columns: { accuracy: [0.1, accuracy] },
  });
  const range = (...events: EngineEvent[]) => {
    const { data, view } = starterRun([began(), stage('stage-1'), ...events]);
    return accuracyRange(data, view, data.tracks)(0.1, 0.99);
  };

  it('shows all there is before the first evaluation', () => {
    expect(range(batches('stage-1', 0.8))).toEqual([0.1, 1]);
  });

  it('is fitted to the evaluations once there are some', () => {
    const [low, high] = range(
      ...[batches('stage-1', 0.9), epoch('stage-1', 'network-2', 0.97)],
      ...[batches('stage-2', 0.9), epoch('stage-2', 'network-1', 0.95)],
    );
    expect(low).toBeGreaterThan(0.94);
    expect(low).toBeLessThan(0.95);
    expect(high).toBeLessThanOrEqual(1);
  });

  it('keeps a network in the picture that has none yet', () => {
    const [low] = range(epoch('stage-1', 'network-2', 0.97), stage('stage-2'), batches('stage-2', 0.6));
    expect(low).toBeLessThan(0.6);
    expect(low).toBeGreaterThan(0.1);
  });
});

describe('the axis of the learning rate', () => {
  it('begins at nought, also while the rate has hardly fallen', () => {
    expect(rateRange(0.00099, 0.001)[0]).toBe(0);
    expect(rateRange(0.00099, 0.001)[1]).toBeGreaterThan(0.001);
  });

  it('is there before the first step', () => {
    expect(rateRange(null, null)).toEqual([0, 1]);
  });
});
