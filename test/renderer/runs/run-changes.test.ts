import { describe, expect, it } from 'vitest';
import type { RunStatus } from '../../../electron/contract.ts';
import { runChanges } from '../../../renderer/runs/run-changes.ts';
import { runNews } from '../../../renderer/runs/run-words.ts';
import { summaryOf } from './record.ts';

const news = (before: RunStatus | null, after: RunStatus): string[] =>
  runChanges(before === null ? [] : [summaryOf({ status: before })], [summaryOf({ status: after })]).map(
    runNews,
  );

describe('what is said of runs', () => {
  it.each([
    [null, 'queued', 'A run waits for its turn.'],
    [null, 'running', 'A run has started.'],
    ['queued', 'running', 'A run has started.'],
    ['running', 'paused', 'A run is paused.'],
    ['paused', 'running', 'A run goes on.'],
    ['running', 'done', 'A run is done.'],
    ['running', 'failed', 'A run failed.'],
    ['paused', 'stopped', 'A run was stopped.'],
    ['running', 'killed', 'A run lost its engine.'],
    ['stopped', 'queued', 'A run waits for its turn.'],
  ] as const)('from %s to %s', (before, after, words) => {
    expect(news(before, after)).toEqual([words]);
  });

  it('is nothing while a run goes on, and nothing of runs that are found as they ended', () => {
    expect(news('running', 'running')).toEqual([]);
    expect(news(null, 'done')).toEqual([]);
  });

  it('is nothing when the list is read for the first time', () => {
    expect(runChanges(null, [summaryOf()])).toEqual([]);
  });
});
