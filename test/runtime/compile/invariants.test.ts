import { describe, expect, test } from 'vitest';
import type { Plan, Stage } from '../../../src/plan/plan.ts';
import { assertInvariants } from '../../../src/runtime/compile/invariants.ts';
import { planOf, starter, withParams } from './templates.ts';

const taught = (cache: Stage['cache'], shift = 0): Plan => {
  const { plan } = planOf(withParams(starter(), 'transform', { shift }));
  return { ...plan, stages: plan.stages.map((it, at) => (at === 1 ? { ...it, cache } : it)) };
};

describe('a cache that cannot be is a defect of the compiler', () => {
  test.each<[string, Plan, RegExp]>([
    ['of what the student gives', taught({ taps: ['tap-2'], views: 1 }), /stage-2 caches tap-2/],
    ['of what another stage taps', taught({ taps: ['tap-1'], views: 1 }), /stage-2 caches tap-1/],
    ['of views that are all the same', taught({ taps: ['tap-3'], views: 2 }), /stage-2 .* always the same/],
  ])('%s', (_, plan, what) => {
    expect(() => assertInvariants(plan)).toThrow(what);
  });

  test('and one that can be is let through', () => {
    assertInvariants(taught({ taps: ['tap-3'], views: 1 }));
    assertInvariants(taught({ taps: ['tap-3'], views: 2 }, 1));
  });
});
