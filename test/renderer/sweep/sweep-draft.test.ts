import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readRow, type SweepDraft, sweepable, sweepOf } from '../../../renderer/sweep/sweep-draft.ts';
import { parseDocument } from '../../../src/pipeline/text.ts';

const parsed = parseDocument(
  readFileSync(new URL('../../../templates/tempered-softmax-mnist.json', import.meta.url), 'utf8'),
);
if (!parsed.ok) throw new Error(parsed.problem.message);
const among = sweepable(parsed.value);
const read = (key: string, text: string) => readRow({ key, text }, among);

describe('What can go through several values', () => {
  it('is every number, choice and switch of every node, and says what it is now', () => {
    expect(among.find((it) => it.key === 'distillation.temperature')).toMatchObject({
      nodeTitle: 'Tempered softmax',
      now: '2',
    });
    expect(among.map((it) => it.key)).toEqual(expect.arrayContaining(['trainer.epochs', 'trainer.baseline']));
    expect(among.map((it) => it.key)).not.toContain('student-network.hidden');
  });
});

describe('A row', () => {
  it.each<[string, string, unknown]>([
    ['distillation.temperature', '1, 2, 4', { kind: 'list', values: [1, 2, 4] }],
    [
      'optimizer.learningRate',
      '0.001 … 0.1 log in 3',
      { kind: 'range', low: 0.001, high: 0.1, scale: 'log', whole: false, steps: 3 },
    ],
    ['trainer.epochs', '1 … 10', { kind: 'range', low: 1, high: 10, scale: 'linear', whole: true, steps: 5 }],
    ['trainer.baseline', 'on, off', { kind: 'list', values: [true, false] }],
  ])('%s: %s', (key, text, range) => {
    expect(read(key, text)).toMatchObject({ swept: { range } });
  });

  it('of a choice takes what the form calls it', () => {
    const choice = among.find((it) => it.field.kind === 'choice');
    if (choice?.field.kind !== 'choice') throw new Error('the starter has a choice');
    const labels = choice.field.options.map((it) => it.label).join(', ');
    expect(read(choice.key, labels.toUpperCase())).toMatchObject({
      swept: { range: { values: choice.field.options.map((it) => it.value) } },
    });
    expect(read(choice.key, 'nonsense')).toMatchObject({ problem: expect.stringContaining('none of') });
  });

  it.each([
    ['distillation.temperature', 'hot', '“hot” is no number.'],
    ['trainer.epochs', '1, 2.5', '2.5 is no whole number.'],
    ['trainer.epochs', '0 … 3', expect.stringMatching(/^It may be 1 to /)],
    ['trainer.baseline', '1, 2', 'Write on, off.'],
    ['gone.param', '1', 'Choose a parameter.'],
    ['trainer.epochs', '', expect.stringMatching(/^Write values/)],
  ])('%s: %j is refused in plain words', (key, text, problem) => {
    expect(read(key, text)).toEqual({ problem });
  });
});

describe('A sweep', () => {
  const draft = (more: Partial<SweepDraft> = {}): SweepDraft => ({
    rows: [
      { key: 'distillation.temperature', text: '1, 2, 4' },
      { key: 'trainer.epochs', text: '1, 2' },
    ],
    search: 'grid',
    trials: 4,
    seed: 1,
    budget: '',
    most: 9,
    least: 1,
    factor: 3,
    ...more,
  });

  it('says how many runs it makes', () => {
    expect(sweepOf(draft(), among)?.runs).toBe(6);
    expect(sweepOf(draft({ search: 'random' }), among)?.runs).toBe(4);
    expect(sweepOf(draft({ search: 'random', trials: 100 }), among)?.runs).toBe(6);
  });

  it('by Hyperband trains for as long as the trainer says, unless that is swept too', () => {
    const temperature = { key: 'distillation.temperature', text: '1 … 9' };
    const wanted = sweepOf(draft({ search: 'hyperband', rows: [temperature] }), among);
    // 9, 3, 1 trainings; 5, 1; 3.
    expect(wanted).toMatchObject({
      runs: 9,
      rounds: { count: 6, runs: 22, budget: 9 + 9 + 9 + 15 + 9 + 27 },
    });
    expect(wanted?.sweep.search).toMatchObject({ budget: { node: 'trainer', param: 'epochs' } });
    const swept = sweepOf(draft({ search: 'hyperband' }), among);
    expect(swept?.sweep.search).toMatchObject({ budget: { node: 'teacher', param: 'epochs' } });
    expect(sweepOf(draft({ search: 'hyperband', rows: [temperature], least: 10 }), among)).toBeNull();
  });

  it('is none while a row is not right, a parameter stands twice, or there is no row', () => {
    expect(sweepOf(draft({ rows: [{ key: 'trainer.epochs', text: 'x' }] }), among)).toBeNull();
    const row = { key: 'trainer.epochs', text: '1, 2' };
    expect(sweepOf(draft({ rows: [row, row] }), among)).toBeNull();
    expect(sweepOf(draft({ rows: [] }), among)).toBeNull();
  });
});
