import { describe, expect, test } from 'vitest';
import { thawed } from '../engine/graph/taught-documents.ts';
import { planOf, problemsOf, withParams } from './templates.ts';

/* A student with two hidden layers that begins with layers of a teacher with one. */

const freezing = (params: Record<string, unknown>) =>
  withParams(thawed, 'student', { unfreeze: 'never', ...params });
const frozen = (params: Record<string, unknown>) => {
  const { stages } = planOf(freezing(params)).plan;
  return stages.flatMap((it) => it.frozen ?? []).map((it) => it.layers);
};

describe('layers that do not learn', () => {
  const copied = (): string[] => {
    const { networks } = planOf(thawed).plan;
    const start = networks.find((it) => it.role === 'student')?.start;
    if (start?.kind !== 'derived') expect.fail('begins with no other network');
    return (start.args.layers as { to: string }[]).map((it) => it.to);
  };

  test('are those that were copied, and no other', () => {
    const layers = copied();
    expect(layers.length).toBeGreaterThan(0);
    expect(layers.length).toBeLessThan(3);
    expect(frozen({ freeze: 'copied' })).toEqual([layers]);
  });

  test('are all but the last one, those up to one that is named, or none', () => {
    expect(frozen({ freeze: 'trunk' })).toEqual([['dense-1', 'dense-2']]);
    expect(frozen({ freeze: 'until', freezeUntil: 'dense-1' })).toEqual([['dense-1']]);
    expect(frozen({ freeze: 'none' })).toEqual([]);
  });

  test('must be there', () => {
    const problem = problemsOf(freezing({ freeze: 'until', freezeUntil: 'conv2d-9' }));
    expect(problem).toMatchObject([{ code: 'freeze-layer', param: 'freezeUntil', found: 'conv2d-9' }]);
  });
});
