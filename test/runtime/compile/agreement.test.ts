import { describe, expect, test } from 'vitest';
import { assistant, planOf, problemsOf, starter, withParams } from './templates.ts';

const TENSORFLOW = { engine: 'tensorflow', precision: 'bfloat16', tf32: false, device: 'gpu-1' };
const { engine: kind, ...rest } = TENSORFLOW;

/** Two trainers in one pipeline. */
const both = (first: Record<string, unknown>, second: Record<string, unknown>) =>
  withParams(withParams(assistant(), 'assistant-trainer', first), 'trainer', second);

describe('the engine of a run', () => {
  test('is left open by trainers that ask for none', () => {
    const open = { kind: 'auto', precision: 'float32', tf32: true, device: 'auto' };
    expect(planOf(starter()).plan.engine).toEqual(open);
    // What is not shown beside another engine is not asked for either.
    expect(planOf(withParams(starter(), 'trainer', rest)).plan.engine).toEqual(open);
  });

  test('is the one that a trainer asks for, for its teacher too', () => {
    expect(planOf(withParams(starter(), 'trainer', TENSORFLOW)).plan.engine).toEqual({ kind, ...rest });
  });

  test.each([
    ['first', both(TENSORFLOW, {})],
    ['second', both({}, TENSORFLOW)],
    ['both', both(TENSORFLOW, TENSORFLOW)],
  ])('may be asked for by one of two trainers: %s', (_, document) => {
    expect(planOf(document).plan.engine).toEqual({ kind, ...rest });
  });

  test.each([
    ['engine', 'cpu', 'tensorflow'],
    ['precision', 'float32', 'bfloat16'],
    ['tf32', true, false],
    ['device', 'auto', 'gpu-1'],
  ])('is refused where two trainers ask for another %s', (param, found, allowed) => {
    expect(problemsOf(both(TENSORFLOW, { ...TENSORFLOW, [param]: found }))).toEqual([
      expect.objectContaining({
        code: 'trainers-differ',
        severity: 'error',
        node: 'trainer',
        param,
        found: String(found),
        allowed: String(allowed),
        fix: expect.any(String),
      }),
    ]);
  });
});
