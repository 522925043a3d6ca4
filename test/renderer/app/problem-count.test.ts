import { describe, expect, test } from 'vitest';
import { nextPlace, problemCount } from '../../../renderer/app/problem-count.ts';
import { problem } from '../../../src/pipeline/problem.ts';

const said = (severity: 'error' | 'warning', node: string) =>
  problem({ code: 'input-open', severity, node, message: node });

describe('The count of problems', () => {
  test.each([
    [[], '', undefined],
    [[said('error', 'a')], '1 problem', 'error'],
    [[said('warning', 'a'), said('warning', 'b')], '2 warnings', 'warning'],
    [[said('warning', 'a'), said('error', 'b'), said('error', 'c')], '2 problems, 1 warning', 'error'],
  ])('of %j reads %s', (problems, words, worst) => {
    expect(problemCount(problems)).toMatchObject({ words, worst });
  });

  test('lists errors first, each kind in its order', () => {
    const problems = [said('warning', 'a'), said('error', 'b'), said('warning', 'c'), said('error', 'd')];
    expect(problemCount(problems).sorted.map((it) => it.node)).toEqual(['b', 'd', 'a', 'c']);
  });
});

describe('The next problem', () => {
  test('begins with the first, goes on, and begins again', () => {
    expect(nextPlace(['a', 'b'], undefined)).toBe('a');
    expect(nextPlace(['a', 'b'], 'elsewhere')).toBe('a');
    expect(nextPlace(['a', 'b'], 'a')).toBe('b');
    expect(nextPlace(['a', 'b'], 'b')).toBe('a');
    expect(nextPlace([], 'a')).toBeUndefined();
  });
});
