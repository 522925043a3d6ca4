import { describe, expect, it } from 'vitest';
import type { EngineEvent } from '../../../src/plan/events.ts';
import { began, evaluation, metrics, stage, starterRun } from './record.ts';

/** `0.50 active`, by node. */
function progress(events: readonly EngineEvent[], status: 'running' | 'paused' | 'killed' = 'running') {
  const { data, view } = starterRun(events, { status });
  const told = Object.fromEntries(
    [...view.progress].map(([node, { fraction, phase }]) => [node, `${fraction.toFixed(2)} ${phase}`]),
  );
  return { told, steps: Object.fromEntries(data.lanes.map((it) => [it.stage, it.steps])) };
}

const steps = progress([]).steps;
const all = (id: string): EngineEvent[] => [stage(id), metrics(id, 1, steps[id] ?? 0)];
const half = (id: string): EngineEvent[] => [stage(id), metrics(id, 1, Math.round((steps[id] ?? 0) / 2))];

describe('progress on the canvas', () => {
  it('is shown at the teacher while the teacher trains, and nowhere else', () => {
    expect(progress([began(), ...half('stage-1')]).told).toEqual({
      teacher: '0.50 active',
      trainer: '0.00 waiting',
      evaluation: '0.00 waiting',
      save: '0.00 waiting',
    });
  });

  it('counts a trainer twice that trains a baseline too', () => {
    const { told } = progress([began(), ...all('stage-1'), ...all('stage-2')]);
    expect(told.teacher).toBe('1.00 done');
    expect(told.trainer).toBe('0.50 waiting');
    expect(progress([began(), ...all('stage-1'), ...all('stage-2'), stage('stage-3')]).told.trainer).toBe(
      '0.50 active',
    );
  });

  it('goes to the results once training is over, one output after the other', () => {
    const trained = [began(), ...all('stage-1'), ...all('stage-2'), ...all('stage-3')];
    expect(progress(trained).told).toMatchObject({ trainer: '1.00 done', evaluation: '0.00 active' });
    const measured = evaluation('output-1', 'network-2', 'teacher', { accuracy: 0.9 });
    expect(progress([...trained, measured]).told.evaluation).toBe('0.33 active');
  });

  it('stands where the run stands: held, or broken off', () => {
    expect(progress([began(), ...half('stage-1')], 'paused').told.teacher).toBe('0.50 paused');
    expect(progress([began(), ...half('stage-1')], 'killed').told.teacher).toBe('0.50 failed');
  });
});
