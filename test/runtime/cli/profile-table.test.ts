import { describe, expect, it } from 'vitest';
import type { EngineEvent, ProfileEntry } from '../../../src/plan/events.ts';
import { profileTable } from '../../../src/runtime/cli/profile-table.ts';
import { makeRunFile } from '../../../src/runtime/run-file.ts';
import { newRun } from '../starter.ts';

const file = makeRunFile(newRun());

const entry = (at: string, part: ProfileEntry['part'], milliseconds: number, bytes: number) => ({
  at,
  part,
  milliseconds,
  bytes,
});
const profile = (stage: string, entries: ProfileEntry[], seq = 0) => {
  const event: EngineEvent = {
    kind: 'profile',
    stage,
    steps: 20,
    milliseconds: 8.125,
    entries,
    file: `trace-${stage}.json`,
  };
  return { ...event, seq, time: seq };
};
const DISTILLATION = [
  entry('source-1', 'data', 1, 401_408),
  entry('network-2', 'teacher', 4, 12_000_000),
  entry('network-1', 'student', 2, 3_000_000_000),
  entry('optimizer-1', 'optimizer', 0.5, 0),
  entry('stage-2', 'rest', 0.5, 0),
];

describe('the profile in a terminal', () => {
  it('has the nodes by the names that stand on the canvas, the most costly first, and where the trace lies', () => {
    const table = profileTable([profile('stage-2', DISTILLATION)], '/runs/a', file);
    expect(table.split('\n')).toEqual([
      'Stage 2, student: 8.13 ms a step (mean of 20)',
      'time by node     ms a step   share    memory',
      'Teacher               4.00  50.0 %   12.0 MB  ████████████',
      'Student               2.00  25.0 %    3.0 GB  ██████',
      'MNIST                 1.00  12.5 %  401.4 kB  ███',
      'Adam                  0.50   6.3 %       0 B  █▌',
      'everything else       0.50   6.3 %       0 B  █▌',
      'Trace: /runs/a/trace-stage-2.json',
      '',
      'Chrome (chrome://tracing) and ui.perfetto.dev open the traces.',
    ]);
  });

  it('tells each stage in the order of the plan, the last profile of each', () => {
    const one = [entry('network-2', 'teacher', 1, 0)];
    const all = [profile('stage-2', one), profile('stage-1', one, 1), profile('stage-2', DISTILLATION, 2)];
    const table = profileTable(all, '/runs/a', file);
    expect(table.match(/^Stage .+:/gm)).toEqual(['Stage 1, teacher:', 'Stage 2, student:']);
    expect(table).toContain('Adam');
  });

  it('is nothing where nothing was measured', () => {
    expect(profileTable([], '/runs/a', file)).toBe('');
  });
});
