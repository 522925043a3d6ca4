import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Layer } from '../../../src/plan/layers.ts';
import { type TeacherInputs, teacherKey } from '../../../src/runtime/engine/cache/teacher-key.ts';

const layers = (units: number): readonly Layer[] => [
  { kind: 'flatten', id: 'flatten-1', from: ['input'] },
  { kind: 'dense', id: 'dense-1', from: ['flatten-1'], units },
];
const base: TeacherInputs = {
  weights: new Map([
    ['dense-1/kernel', Float32Array.of(1, 2, 3, 4)],
    ['dense-1/bias', Float32Array.of(0, 5)],
  ]),
  layers: [...layers(2)],
  input: [28, 28, 1],
  taps: ['dense-1', 'flatten-1'],
  files: { images: 'a'.repeat(64), labels: 'b'.repeat(64) },
  counts: { train: 100, validation: 10, test: 20 },
  splitSeed: 1,
  transform: [
    { kind: 'scale', by: 1 / 255, add: 0 },
    { kind: 'random-shift', pixels: 2 },
  ],
  draws: { seed: 1, views: 4 },
  engine: 'tensorflow CPU 2.20.0 float32',
};
const weights = (kernel: readonly number[], bias: readonly number[], names = ['kernel', 'bias']) =>
  new Map([kernel, bias].map((it, at) => [`dense-1/${names[at]}`, Float32Array.from(it)]));

const TOKENS = { vocabulary: 9, stored: 4, padding: 0, start: 2, end: 3, mask: 4, reserved: 5 };

/** One change a line, each as small as it can be. */
const CHANGES: readonly Partial<TeacherInputs>[] = [
  { weights: weights([1, 2, 3, 4.0000005], [0, 5]) },
  { weights: weights([1, 2, 3, 4], [-0, 5]) },
  { weights: weights([1, 2, 3], [4, 0, 5]) },
  { weights: weights([1, 2, 3, 4], [0, 5], ['bias', 'kernel']) },
  { weights: weights([1, 2, 3, 4], [0, 5], ['kernel', 'offset']) },
  { weights: new Map([...base.weights].slice(0, 1)) },
  { layers: [...layers(3)] },
  { layers: base.layers.slice(0, 1) },
  { input: [28, 28, 3] },
  { taps: ['dense-1'] },
  { taps: ['dense-1', 'flatten-1', 'flatten-1'] },
  { files: { ...base.files, images: 'c'.repeat(64) } },
  { files: { images: 'b'.repeat(64), labels: 'a'.repeat(64) } },
  { files: { images: 'a'.repeat(64) } },
  { counts: { ...base.counts, train: 101 } },
  { counts: { ...base.counts, validation: 11 } },
  { counts: { ...base.counts, test: 21 } },
  { splitSeed: 2 },
  { tokens: TOKENS },
  { transform: [...base.transform].reverse() },
  { transform: base.transform.slice(1) },
  { transform: base.transform.map((it) => (it.kind === 'random-shift' ? { ...it, pixels: 3 } : it)) },
  { draws: null },
  { draws: { seed: 2, views: 4 } },
  { draws: { seed: 1, views: 5 } },
  { engine: 'tensorflow CPU 2.20.1 float32' },
  { engine: 'tensorflow CPU 2.20.0 bfloat16' },
];

describe("the key of a teacher's outputs", () => {
  test('is another for each of the smallest changes', () => {
    const keys = [base, ...CHANGES.map((it) => ({ ...base, ...it }))].map(teacherKey);
    expect(new Set(keys).size).toBe(CHANGES.length + 1);
    for (const key of keys) expect(key).toMatch(/^[0-9a-f]{64}$/);
  });

  test('is the same whatever the order of what has none, and whatever else comes along', () => {
    const reordered: TeacherInputs & { readonly id: string } = {
      id: 'network-7',
      ...base,
      weights: new Map([...base.weights].reverse()),
      taps: [...base.taps].reverse(),
      files: { labels: 'b'.repeat(64), images: 'a'.repeat(64) },
      counts: { test: 20, validation: 10, train: 100 },
    };
    expect(teacherKey(reordered)).toBe(teacherKey(base));
  });

  test('sees a weight within a larger array, and not what stands around it', () => {
    const memory = Float32Array.of(9, 1, 2, 3, 4, 9);
    const kernel = memory.subarray(1, 5);
    const within = { ...base, weights: new Map([...base.weights, ['dense-1/kernel', kernel]]) };
    expect(teacherKey(within)).toBe(teacherKey(base));
    memory[5] = 8;
    expect(teacherKey(within)).toBe(teacherKey(base));
  });

  test('is equal where, and only where, all fields are', () => {
    const names = fc.constantFrom('a', 'b', 'c/d');
    const hash = fc.constantFrom('a'.repeat(64), 'b'.repeat(64));
    const small = fc.integer({ min: 1, max: 3 });
    // Objects without a prototype are not equal to others.
    const plain = { noNullPrototype: true };
    const inputs: fc.Arbitrary<TeacherInputs> = fc.record(
      {
        weights: fc.array(fc.tuple(names, fc.float32Array({ maxLength: 3 }))).map((it) => new Map(it)),
        layers: small.map((it) => [...layers(it)]),
        input: fc.array(small, { maxLength: 3 }),
        taps: fc.uniqueArray(names).map((it) => it.sort()),
        files: fc.dictionary(names, hash, plain),
        counts: fc.record({ train: small, validation: small, test: small }, plain),
        splitSeed: small,
        transform: fc.array(
          small.map((pixels) => ({ kind: 'random-shift' as const, pixels })),
          { maxLength: 2 },
        ),
        draws: fc.option(fc.record({ seed: small, views: small }, plain)),
        engine: names,
      },
      plain,
    );
    const fields = Object.keys(base) as (keyof TeacherInputs)[];
    fc.assert(
      fc.property(inputs, inputs, fc.subarray(fields, { maxLength: 2 }), (one, other, changed) => {
        const mixed = { ...one, ...Object.fromEntries(changed.map((it) => [it, other[it]])) };
        expect(teacherKey(mixed) === teacherKey(one)).toBe(isDeepStrictEqual(mixed, one));
      }),
    );
  });
});
