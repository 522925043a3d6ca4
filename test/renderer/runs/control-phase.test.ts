import { describe, expect, it } from 'vitest';
import type { RunSummary } from '../../../electron/contract.ts';
import { controlPhase } from '../../../renderer/runs/control-phase.ts';
import { summaryOf } from './record.ts';

const phase = (summaries: readonly RunSummary[], more: { attached?: string; starting?: boolean } = {}) =>
  controlPhase({ summaries, attached: null, asked: {}, starting: false, ...more });

describe('the controls of the top bar', () => {
  it('can run while nothing does', () => {
    expect(phase([])).toEqual({ kind: 'ready', resumable: null });
    expect(phase([summaryOf({ status: 'done' })])).toEqual({ kind: 'ready', resumable: null });
  });

  it('wait between the press and the first sign of the run', () => {
    expect(phase([], { starting: true }).kind).toBe('starting');
    expect(phase([summaryOf({ status: 'queued' })]).kind).toBe('starting');
  });

  it('are of the run that has an engine, and count those that wait', () => {
    const going = summaryOf({ run: 'b', status: 'paused' });
    const all = [summaryOf({ run: 'a', status: 'queued' }), going];
    expect(phase(all)).toEqual({ kind: 'paused', summary: going, asked: undefined, waiting: 1 });
    expect(phase(all, { starting: true }).kind).toBe('paused');
  });

  it('say what a run was told to do and has not done', () => {
    const summaries = [summaryOf({ run: 'a' })];
    const asked = { a: 'stop' } as const;
    expect(controlPhase({ summaries, attached: null, asked, starting: false })).toMatchObject({
      kind: 'running',
      asked: 'stop',
    });
  });

  it('go on with the run of this document alone, and only where there is a checkpoint', () => {
    const broken = summaryOf({ run: 'a', status: 'stopped', resumable: true });
    expect(phase([broken], { attached: 'a' })).toEqual({ kind: 'ready', resumable: broken });
    expect(phase([broken])).toEqual({ kind: 'ready', resumable: null });
    expect(phase([{ ...broken, resumable: false }], { attached: 'a' })).toEqual({
      kind: 'ready',
      resumable: null,
    });
  });
});
