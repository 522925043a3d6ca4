import { describe, expect, it } from 'vitest';
import { shownBalance } from '../../../../renderer/runs/balance/shown-balance.ts';
import { ingest } from '../../../../renderer/runs/run-data.ts';
import type { EngineEvent } from '../../../../src/plan/events.ts';
import { began, stage, stamped, starterRun } from '../record.ts';

const balance = (id: string, step: number): EngineEvent => ({
  kind: 'balance',
  stage: id,
  step,
  parts: ['term-1', 'term-2'].map((at) => ({ at, value: 1, weight: 1, gradient: 1 })),
});
const shown = (events: EngineEvent[], asked: { run: string; stage: string } | null = null) => {
  const { data, view } = starterRun([began(), ...events]);
  const found = shownBalance(data, view, asked);
  return found && [found.stage.id, ...found.events.map((it) => it.step)];
};

describe('the balance that is shown', () => {
  it('is nothing before the first measurement', () => {
    expect(shown([stage('stage-2')])).toBeNull();
  });

  it('is that of the stage asked for, else of the running one, else of the last that was measured', () => {
    const events = [stage('stage-1'), balance('stage-1', 1), stage('stage-2'), balance('stage-2', 1)];
    expect(shown(events, { run: 'run-1', stage: 'stage-1' })).toEqual(['stage-1', 1]);
    expect(shown(events, { run: 'another', stage: 'stage-1' })).toEqual(['stage-2', 1]);
    expect(shown([...events, stage('stage-3')])).toEqual(['stage-2', 1]);
    expect(shown([...events.slice(0, 2), stage('stage-2')])).toEqual(['stage-1', 1]);
  });

  it('forgets what a run that goes on measures again', () => {
    const { data, view } = starterRun([stage('stage-2'), ...[1, 20, 40].map((it) => balance('stage-2', it))]);
    const next = ingest(
      data,
      view,
      stamped([began({ stage: 'stage-2', step: 25 }), balance('stage-2', 40), balance('stage-2', 60)], 4),
    );
    expect(shownBalance(data, next, null)?.events.map((it) => it.step)).toEqual([1, 20, 40, 60]);
    ingest(data, next, stamped([began({ stage: 'stage-1', step: 0 })], 7));
    expect(shownBalance(data, next, null)).toBeNull();
  });
});
