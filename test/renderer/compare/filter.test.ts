import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { passes, readFilter } from '../../../renderer/compare/filter.ts';
import { entry, everyColumn, unread } from './entries.ts';

const runs = [
  entry({
    title: 'Warm start',
    temperature: 2,
    accuracy: 0.965,
    tags: ['seed', 'night run'],
    created: new Date(2026, 10, 28, 9).getTime(),
  }),
  entry({
    title: 'Hot',
    temperature: 8,
    accuracy: 0.981,
    parameters: 50_000,
    created: new Date(2026, 10, 29, 9).getTime(),
  }),
  entry({
    title: 'Broken',
    status: 'failed',
    accuracy: null,
    milliseconds: 200_000,
    document: 'Hint on Fashion-MNIST',
  }),
  unread('Nothing read'),
];
const columns = everyColumn(runs);
const found = (query: string): string[] =>
  runs.filter((it) => passes(readFilter(query, columns), it)).map((it) => it.summary.title);
const all = runs.map((it) => it.summary.title);

describe('A filter', () => {
  it.each<[string, string[]]>([
    ['', all],
    ['hot', ['Hot']],
    ['HOT', ['Hot']],
    ['fashion', ['Broken']],
    ['failed', ['Broken']],
    ['seed', ['Warm start']],
    ['"warm start"', ['Warm start']],
    ['-failed -seed', ['Hot', 'Nothing read']],
    ['temperature>2', ['Hot', 'Broken']],
    ['temperature > 2', ['Hot', 'Broken']],
    ['temperature>=2 temperature<8', ['Warm start', 'Broken']],
    ['temperature=8', ['Hot']],
    ['loss.temperature=8', ['Hot']],
    ['-temperature=8', ['Warm start', 'Broken', 'Nothing read']],
    ['temperature!=8', ['Warm start', 'Broken', 'Nothing read']],
    ['temperature=none', ['Nothing read']],
    ['accuracy>=97%', ['Hot']],
    ['accuracy>97', ['Hot']],
    ['accuracy>0.97', ['Hot']],
    ['student=98.1%', ['Hot']],
    ['parameters>10k', ['Hot']],
    ['time>2min', ['Broken']],
    ['tag=seed', ['Warm start']],
    ['tag="night run"', ['Warm start']],
    ['tag=night', []],
    ['tag:night', ['Warm start']],
    ['tag=none', ['Hot', 'Broken', 'Nothing read']],
    ['state=failed', ['Broken']],
    ['state!=failed', ['Warm start', 'Hot', 'Nothing read']],
    ['pipeline:hint', ['Broken']],
    ['when=2026-11-29', ['Hot']],
    ['when>=2026-11-29', ['Hot']],
    ['hot temperature>2', ['Hot']],
    ['temperature>', all],
    ['temperature>"', all],
  ])('%s', (query, titles) => {
    expect(found(query)).toEqual(titles);
    expect(readFilter(query, columns).problems).toEqual([]);
  });

  it.each([
    ['temprature>2', 'No column is called “temprature”.'],
    ['accuracy>good', '“good” is no number that accuracy can be compared with.'],
    ['state>done', 'state is text, which is neither more nor less. Use = or :.'],
  ])('says what it does not understand and goes on without it: %s', (query, problem) => {
    const filter = readFilter(`hot ${query}`, columns);
    expect(filter.problems).toEqual([problem]);
    expect(found(`hot ${query}`)).toEqual(['Hot']);
  });

  it('takes whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (query) => {
        const filter = readFilter(query, columns);
        for (const run of runs) expect(typeof passes(filter, run)).toBe('boolean');
      }),
    );
  });

  it('finds with a condition and with its opposite every run once', () => {
    const condition = fc.tuple(
      fc.constantFrom('temperature', 'accuracy', 'state', 'tag', 'when', 'time'),
      fc.constantFrom('=', '!=', ':'),
      fc.constantFrom('2', '8', '97%', 'done', 'seed', '2026-11-29'),
    );
    fc.assert(
      fc.property(condition, (parts) => {
        const query = parts.join('');
        expect([...found(query), ...found(`-${query}`)].sort()).toEqual([...all].sort());
      }),
    );
  });
});
