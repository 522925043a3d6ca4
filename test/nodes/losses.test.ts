import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { crossEntropy } from '../../src/nodes/loss/cross-entropy/op.ts';
import { temperedSoftmax } from '../../src/nodes/loss/tempered-softmax/op.ts';
import { weightedSum } from '../../src/nodes/loss/weighted-sum/op.ts';
import type { Kernel } from '../../src/plan/operation.ts';
import { plainKernel, valueAndGradient } from './kernel.ts';
import { logSoftmax, meanOf, type Rows, softmax } from './reference.ts';

let k: Kernel;
beforeAll(async () => {
  k = await plainKernel();
});

/** Batches of logits, two classes and a batch of one included. */
const batch = fc
  .record({ n: fc.integer({ min: 1, max: 6 }), c: fc.integer({ min: 2, max: 9 }) })
  .chain(({ n, c }) => {
    const row = fc.array(fc.float({ min: -8, max: 8, noNaN: true }), { minLength: c, maxLength: c });
    const rows = fc.array(row, { minLength: n, maxLength: n });
    return fc.record({
      student: rows,
      teacher: rows,
      labels: fc.array(fc.integer({ min: 0, max: c - 1 }), { minLength: n, maxLength: n }),
    });
  });

function expectRows(found: Rows, wanted: Rows, tolerance: number): void {
  const scale = Math.max(1e-3, ...wanted.flat().map(Math.abs));
  for (const [i, row] of wanted.entries())
    for (const [j, value] of row.entries())
      expect(Math.abs((found[i]?.[j] ?? Number.NaN) - value)).toBeLessThan(tolerance * scale);
}

describe('cross-entropy', () => {
  test('equals the float64 reference, value and gradient (softmax − target)/n', () => {
    fc.assert(
      fc.property(batch, fc.constantFrom(0, 0.1, 0.5), ({ student, labels }, smoothing) => {
        const target = student.map((row, i) =>
          row.map((_, j) => (labels[i] === j ? 1 - smoothing : 0) + smoothing / row.length),
        );
        const wanted = meanOf(
          student.map(
            (row, i) => -logSoftmax(row).reduce((sum, it, j) => sum + it * (target[i]?.[j] ?? 0), 0),
          ),
        );
        const { value, gradient } = valueAndGradient(
          (z) => crossEntropy.run(k, { student: z, labels: tf.tensor1d(labels, 'int32') }, { smoothing }),
          student,
        );
        expect(Math.abs(value - wanted)).toBeLessThan(1e-5 * Math.max(1, wanted));
        expectRows(
          gradient,
          student.map((row, i) => softmax(row).map((p, j) => (p - (target[i]?.[j] ?? 0)) / student.length)),
          1e-4,
        );
      }),
      { numRuns: 50, seed: 7 },
    );
  });

  test('stays finite for logits that are certain and wrong', () => {
    const { value, gradient } = valueAndGradient(
      (z) => crossEntropy.run(k, { student: z, labels: tf.tensor1d([1], 'int32') }, { smoothing: 0 }),
      [[500, -500]],
    );
    expect(value).toBeCloseTo(1000, 2);
    expect(gradient.flat().every(Number.isFinite)).toBe(true);
  });
});

describe('tempered softmax', () => {
  test('equals the float64 reference, value and gradient T·(pˢ − pᵗ)/n', () => {
    fc.assert(
      fc.property(
        batch,
        fc.constantFrom(0.5, 1, 4, 20),
        fc.boolean(),
        ({ student, teacher }, temperature, scale) => {
          const soft = (rows: Rows) => rows.map((row) => logSoftmax(row.map((it) => it / temperature)));
          const [ofStudent, ofTeacher] = [soft(student), soft(teacher)];
          const factor = scale ? temperature ** 2 : 1;
          const wanted =
            factor *
            meanOf(
              ofTeacher.map((row, i) =>
                row.reduce((sum, t, j) => sum + Math.exp(t) * (t - (ofStudent[i]?.[j] ?? 0)), 0),
              ),
            );
          const { value, gradient } = valueAndGradient(
            (z) =>
              temperedSoftmax.run(k, { student: z, teacher: tf.tensor2d(teacher) }, { temperature, scale }),
            student,
          );
          expect(Math.abs(value - wanted)).toBeLessThan(1e-5 * Math.max(factor, wanted));
          const slope = ofStudent.map((row, i) =>
            row.map(
              (s, j) =>
                ((factor / temperature) * (Math.exp(s) - Math.exp(ofTeacher[i]?.[j] ?? 0))) / student.length,
            ),
          );
          expectRows(gradient, slope, 1e-4 * Math.max(1, factor / temperature));
        },
      ),
      { numRuns: 60, seed: 11 },
    );
  });

  test('is zero where the student says what the teacher says', () => {
    const z = [
      [1, 2, 3],
      [0, 0, 0],
    ];
    const { value, gradient } = valueAndGradient(
      (s) => temperedSoftmax.run(k, { student: s, teacher: tf.tensor2d(z) }, { temperature: 4, scale: true }),
      z,
    );
    expect(Math.abs(value)).toBeLessThan(1e-6);
    expect(Math.max(...gradient.flat().map(Math.abs))).toBeLessThan(1e-6);
  });

  test('divides by the rows alone: twice the classes with the same masses give the same value', () => {
    const loss = (student: number[][], teacher: number[][]) =>
      temperedSoftmax
        .run(
          k,
          { student: tf.tensor2d(student), teacher: tf.tensor2d(teacher) },
          { temperature: 1, scale: true },
        )
        .dataSync()[0] as number;
    expect(loss([[0, 1, 0, 1]], [[1, 0, 1, 0]])).toBeCloseTo(loss([[0, 1]], [[1, 0]]), 5);
  });

  test('at a high temperature its gradient is that of the squared difference of centred logits, over n·c', () => {
    const student = [[1, -1, 0.5, -0.5]];
    const teacher = [[-0.2, 0.4, 0.3, -0.5]];
    const { gradient } = valueAndGradient(
      (z) =>
        temperedSoftmax.run(
          k,
          { student: z, teacher: tf.tensor2d(teacher) },
          { temperature: 100, scale: true },
        ),
      student,
    );
    for (const [j, value] of (gradient[0] ?? []).entries())
      expect(value).toBeCloseTo(((student[0]?.[j] ?? 0) - (teacher[0]?.[j] ?? 0)) / 4, 2);
  });
});

test('a weighted sum adds what is given and nothing else', () => {
  const sum = weightedSum.run(
    k,
    { first: tf.scalar(2), second: tf.scalar(3) } as Parameters<typeof weightedSum.run>[1],
    { weights: [0.5, 10] },
  );
  expect(sum.dataSync()[0]).toBe(31);
});
