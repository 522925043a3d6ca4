import { beforeAll, describe, expect, test } from 'vitest';
import { operations } from '../../src/nodes/operations.gen.ts';
import { BACKENDS, use } from '../runtime/engine/backends.ts';
import { callOp } from './call-op.ts';
import { goldenOf } from './golden.ts';

/* Every op of the catalogue against a float64 reference that was written from its paper: see README.md beside it. */

const VALUE = 1e-5;
const GRADIENT = 1e-4;
/** What an error is measured against where a whole gradient is smaller. */
const SMALL_GRADIENT = 0.01;
const LEAST_CASES = 20;

const terms = operations.filter((it) => it.kind === 'term');
const byName = terms.map((it) => [it.name, it] as const);

/** The largest difference, over the largest number wanted or what stands for it where all are small. */
function error(found: readonly number[], wanted: readonly number[], scale: number): number {
  const size = Math.max(scale, ...wanted.map(Math.abs));
  return Math.max(...wanted.map((it, at) => Math.abs((found[at] ?? Number.NaN) - it) / size));
}

describe.each(byName)('the golden file of %s', (name, op) => {
  test('has enough cases, a batch of two or of the least, and asks for every gradient', () => {
    const { op: of, cases } = goldenOf(name);
    expect(of).toBe(name);
    expect(cases.length).toBeGreaterThanOrEqual(LEAST_CASES);
    expect(new Set(cases.map((it) => it.name)).size).toBe(cases.length);
    for (const { inputs, gradient } of cases)
      expect(Object.keys(gradient)).toEqual(Object.keys(inputs).filter((role) => op.gradient.includes(role)));
    const batched = Object.keys(op.inputs).filter((role) => op.inputs[role]?.[0] === 'n');
    const least = Math.max(2, op.leastBatch ?? 1);
    for (const role of batched)
      expect(
        cases.map((it) => it.inputs[role]?.shape[0] ?? least),
        role,
      ).toContain(least);
  });
});

describe.each(BACKENDS)('on %s', (_, backend) => {
  beforeAll(() => use(backend));

  test.each(byName)('%s comes to the reference, value and gradient', (name, op) => {
    const errors = goldenOf(name).cases.map((it) => {
      const wanted = typeof it.value === 'number' ? [it.value] : it.value;
      const { value, gradient } = callOp(op, it);
      return {
        name: it.name,
        value: error(value, wanted, it.scale),
        gradient: Math.max(
          ...Object.entries(it.gradient).map(([role, of]) => error(gradient[role] ?? [], of, SMALL_GRADIENT)),
        ),
      };
    });
    // What cannot be compared, as what is not finite, is wrong.
    expect(errors.filter((it) => !(it.value <= VALUE && it.gradient <= GRADIENT))).toEqual([]);
  });
});
