import { describe, expect, test } from 'vitest';
import { catalogue } from '../../src/nodes/catalogue.gen.ts';

/** What a loss says of logits of so many classes. */
function problemsOf(type: string, classes: number, set: Record<string, unknown> = {}) {
  const definition = catalogue.find((it) => it.type === type) ?? expect.fail(type);
  const student = { kind: 'activation', dims: ['batch', classes], gradient: 'yes' } as never;
  const params = definition.params.parse(set);
  return (definition.infer?.({ params, inputs: { student, labels: student } }).problems ?? []).map(
    ({ code, port, found }) => ({ code, port, found }),
  );
}

describe('two classes', () => {
  const refused = [{ code: 'classes-few', port: 'student', found: '2 classes' }];

  test.each([
    ['loss.dkd', {}],
    ['loss.logit-standardization', {}],
    ['loss.dist', { gamma: 0 }],
  ])('are refused by %s with %o, which would teach nothing', (type, set) => {
    expect(problemsOf(type, 2, set)).toEqual(refused);
    expect(problemsOf(type, 3, set)).toEqual([]);
  });

  test('are taken by losses that teach something by them', () => {
    for (const { type } of catalogue.filter((it) => it.category === 'loss'))
      if (!['loss.dkd', 'loss.logit-standardization'].includes(type))
        expect(problemsOf(type, 2), type).not.toContainEqual(refused[0]);
  });
});
