import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { dist } from '../../src/nodes/loss/dist/op.ts';
import { dkd } from '../../src/nodes/loss/dkd/op.ts';
import { logitDistance } from '../../src/nodes/loss/logit-distance/op.ts';
import { logitStandardization } from '../../src/nodes/loss/logit-standardization/op.ts';
import { multiLevelLogits } from '../../src/nodes/loss/multi-level-logits/op.ts';
import { temperedSoftmax } from '../../src/nodes/loss/tempered-softmax/op.ts';
import { virtualTeacher } from '../../src/nodes/loss/virtual-teacher/op.ts';
import { weightedSoftLabels } from '../../src/nodes/loss/weighted-soft-labels/op.ts';
import type { Kernel } from '../../src/plan/operation.ts';
import { plainKernel } from './kernel.ts';
import { batches, divergenceOf, lossOf, times } from './logits.ts';
import { logSoftmax, meanOf, softmax } from './reference.ts';

/* Their values and gradients are PyTorch's (test/reference). Here is what each is by its definition, and where toolkits went another way. */

let k: Kernel;
beforeAll(async () => {
  k = await plainKernel();
});

const RUNS = { numRuns: 30, seed: 5 };
/** Relative where the number wanted is above 1. */
const expectNear = (found: number, wanted: number, tolerance = 1e-4) =>
  expect(Math.abs(found - wanted) / Math.max(1, Math.abs(wanted))).toBeLessThan(tolerance);
const largest = (rows: readonly (readonly number[])[]) => Math.max(...rows.flat().map(Math.abs));

describe('logit distance', () => {
  // A loss of that name in one toolkit is of softmaxes: it stops teaching where the student is certain.
  test('is of logits: a student that is certain and wrong is taught, in proportion to its error', () => {
    const of = (by: number) =>
      lossOf(k, logitDistance, { student: [[by, 0]], teacher: [[0, 0]], labels: [] }, { centred: false });
    expectNear(of(60).value, 1800);
    expectNear(largest(of(60).gradient), 60);
    expectNear(largest(of(30).gradient), 30);
  });

  test('leaves out what a softmax does not see, where it is centred', () => {
    fc.assert(
      fc.property(batches(), fc.integer({ min: -5, max: 5 }), (batch, shift) => {
        const moved = { ...batch, student: batch.student.map((row) => row.map((it) => it + shift)) };
        expectNear(
          lossOf(k, logitDistance, moved, { centred: true }).value,
          lossOf(k, logitDistance, batch, { centred: true }).value,
        );
      }),
      RUNS,
    );
  });
});

describe('decoupled distillation', () => {
  const args = { temperature: 4, warmUp: 0 };

  test('is tempered softmax where beta is the share that the teacher leaves to other classes', () => {
    fc.assert(
      fc.property(batches(), ({ student, teacher, labels }) => {
        for (const [i, label] of labels.entries()) {
          const row = { student: [student[i] ?? []], teacher: [teacher[i] ?? []], labels: [label] };
          const beta = 1 - (softmax((teacher[i] ?? []).map((it) => it / 4))[label] ?? Number.NaN);
          const [apart, whole] = [
            lossOf(k, dkd, row, { ...args, alpha: 1, beta }),
            lossOf(k, temperedSoftmax, row, { temperature: 4, scale: true }),
          ];
          expectNear(apart.value, whole.value);
          for (const [j, it] of (apart.gradient[0] ?? []).entries())
            expectNear(it, whole.gradient[0]?.[j] ?? Number.NaN);
        }
      }),
      RUNS,
    );
  });

  // One toolkit leaves out the teacher's own answer instead of the label.
  test('leaves out the label, also where the teacher answers another class', () => {
    const row = { student: [[2, 1, 0]], teacher: [[0, 3, 1]], labels: [0] };
    const wanted = 16 * divergenceOf([3 / 4, 1 / 4], [1 / 4, 0]);
    expectNear(lossOf(k, dkd, row, { ...args, alpha: 0, beta: 1 }).value, wanted, 1e-6);
  });

  test('is refused with two classes', () => {
    const row = { student: [[2, 1]], teacher: [[0, 3]], labels: [0] };
    expect(() => lossOf(k, dkd, row, { ...args, alpha: 1, beta: 8 })).toThrow('got 2 classes and needs 3');
  });

  test('grows from nothing over its warm-up', async () => {
    const batch = { student: [[2, 1, 0]], teacher: [[0, 3, 1]], labels: [0] };
    const at = async (progress: number) =>
      lossOf(await plainKernel(progress), dkd, batch, { ...args, alpha: 1, beta: 8, warmUp: 0.1 }).value;
    const whole = await at(0.5);
    expect(await at(0)).toBe(0);
    expectNear(await at(0.025), whole / 4);
    expect(await at(0.1)).toBe(whole);
  });
});

describe('correlation of answers', () => {
  /** Pearson's in float64, with a number added to the product of lengths. */
  function correlation(a: readonly number[], b: readonly number[], added = 0): number {
    const centre = (of: readonly number[]) => of.map((it) => it - meanOf(of));
    const [x, y] = [centre(a), centre(b)];
    const dot = (u: readonly number[], v: readonly number[]) =>
      u.reduce((sum, it, j) => sum + it * (v[j] ?? Number.NaN), 0);
    return dot(x, y) / (Math.sqrt(dot(x, x) * dot(y, y)) + added);
  }
  const args = { temperature: 4, beta: 1, gamma: 0, scale: true };

  // The square of the temperature stands in the authors' code and not in their appendix; one toolkit takes their 1e-8 for a floor.
  test('is T² times what lacks to a correlation of 1, whichever way toolkits keep from dividing by 0', () => {
    fc.assert(
      fc.property(batches(), (batch) => {
        const soft = (rows: number[][]) => rows.map((row) => softmax(row.map((it) => it / 4)));
        const [q, p] = [soft(batch.student), soft(batch.teacher)];
        const spread = Math.min(...[...q, ...p].map((row) => Math.max(...row) - Math.min(...row)));
        fc.pre(spread > 1e-2);
        for (const added of [0, 1e-8]) {
          const wanted = 1 - meanOf(q.map((row, i) => correlation(row, p[i] ?? [], added)));
          expectNear(lossOf(k, dist, batch, args).value, 16 * wanted, 1e-3);
          expectNear(lossOf(k, dist, batch, { ...args, scale: false }).value, wanted, 1e-4);
        }
      }),
      RUNS,
    );
  });

  // One toolkit adds the likeness of classes where it means what lacks to it.
  test.each(['beta', 'gamma'])('costs nothing where it is whole, and 2 where it is turned, by %s', (part) => {
    const teacher = [
      [3, 0, -3],
      [-3, 3, 0],
      [0, -3, 3],
    ];
    // So hot that a softmax is nearly straight: turned logits are turned probabilities.
    const opposite = times(teacher, -1);
    const own = { temperature: 1000, beta: 0, gamma: 0, scale: false, [part]: 1 };
    expectNear(lossOf(k, dist, { student: teacher, teacher, labels: [] }, own).value, 0, 1e-6);
    expectNear(lossOf(k, dist, { student: opposite, teacher, labels: [] }, own).value, 2, 1e-3);
  });

  test('of two classes teaches nothing by the first part, and by the second as the batch says', () => {
    fc.assert(
      fc.property(batches({ min: 2, max: 2 }), (batch) => {
        expect(largest(lossOf(k, dist, batch, { ...args, scale: false }).gradient)).toBeLessThan(1e-5);
      }),
      RUNS,
    );
    const batch = {
      student: [
        [0, 1],
        [0, 2],
        [0, -3],
      ],
      teacher: [
        [0, 3],
        [0, -1],
        [0, 1],
      ],
      labels: [],
    };
    const { gradient } = lossOf(k, dist, batch, { temperature: 1, beta: 0, gamma: 1, scale: false });
    expect(largest(gradient)).toBeGreaterThan(0.01);
  });

  // As a difference of two quotients the gradient of a student that is nearly there is rounding.
  test('keeps its gradient where the student is nearly its teacher', () => {
    const teacher = [[1, 2, 4, -1]];
    const near = (by: number) => [[1 + by, 2, 4, -1]];
    const slope = (by: number) =>
      (lossOf(k, dist, { student: near(by), teacher, labels: [] }, args).gradient[0]?.[0] ?? 0) / by;
    expect(slope(0.001) / slope(0.1)).toBeGreaterThan(0.9);
    expect(slope(0.001) / slope(0.1)).toBeLessThan(1.2);
  });
});

describe('logit standardization', () => {
  // The deviation of tfjs divides by c.
  test('divides by c − 1 in the deviation', () => {
    const standard = (row: readonly number[], less: number) => {
      const squares = row.reduce((sum, it) => sum + (it - meanOf(row)) ** 2, 0);
      return row.map((it) => (it - meanOf(row)) / Math.sqrt(squares / (row.length - less)) / 2);
    };
    const batch = { student: [[1, 2, 4, -1, 0]], teacher: [[3, 0, 1, -2, 2]], labels: [] };
    const wanted = (less: number) =>
      4 * divergenceOf(standard(batch.teacher[0] ?? [], less), standard(batch.student[0] ?? [], less));
    const { value } = lossOf(k, logitStandardization, batch, { temperature: 2 });
    expectNear(value, wanted(1), 1e-6);
    expect(Math.abs(value - wanted(0))).toBeGreaterThan(0.01);
  });

  test('does not see how large logits are, or what is added to a row', () => {
    fc.assert(
      fc.property(
        batches(),
        fc.constantFrom(0.1, 3, 20),
        fc.integer({ min: -3, max: 3 }),
        (batch, by, shift) => {
          fc.pre(batch.student.every((row) => Math.max(...row) - Math.min(...row) > 0.1));
          const other = times(batch.student, by).map((row) => row.map((it) => it + shift));
          expectNear(
            lossOf(k, logitStandardization, { ...batch, student: other }, { temperature: 2 }).value,
            lossOf(k, logitStandardization, batch, { temperature: 2 }).value,
          );
        },
      ),
      RUNS,
    );
  });
});

describe('multi-level logits', () => {
  const args = { temperatures: [2, 5], instance: 1, batch: 0, classes: 0 };

  test('is tempered softmax at each temperature where only answers count', () => {
    fc.assert(
      fc.property(batches(), (batch) => {
        const soft = (temperature: number) =>
          lossOf(k, temperedSoftmax, batch, { temperature, scale: true }).value;
        expectNear(lossOf(k, multiLevelLogits, batch, args).value, soft(2) + soft(5));
      }),
      RUNS,
    );
  });

  test('sees examples that are taken for each other, which no answer alone shows', () => {
    const rows = [
      [3, 0, 0],
      [0, 3, 0],
    ];
    const batch = { student: [rows[0] ?? [], rows[0] ?? []], teacher: rows, labels: [] };
    const [p, q] = [softmax([3, 0, 0]), softmax([0, 3, 0])];
    const dot = (a: number[], b: number[]) => a.reduce((sum, it, j) => sum + it * (b[j] ?? 0), 0);
    // All squares on the diagonal agree; off it stand p·p against p·q, twice, over n = 2.
    const wanted = (dot(p, p) - dot(p, q)) ** 2;
    const of = { temperatures: [1], instance: 0, batch: 1, classes: 0 };
    expectNear(lossOf(k, multiLevelLogits, batch, of).value, wanted, 1e-5);
  });
});

describe('virtual teacher', () => {
  // The authors' code takes the mean over classes too, and multiplies by a number that makes up for it.
  test('sums over classes, with the student at temperature 1 and no T²', () => {
    fc.assert(
      fc.property(batches(), ({ student, labels }) => {
        const target = student.map((row, i) =>
          softmax(row.map((_, j) => (j === labels[i] ? 0.9 : 0.1 / (row.length - 1)) / 20)),
        );
        const wanted = meanOf(
          student.map((row, i) =>
            logSoftmax(row).reduce((sum, q, j) => {
              const p = target[i]?.[j] ?? Number.NaN;
              return sum + p * (Math.log(p) - q);
            }, 0),
          ),
        );
        const { value, gradient } = lossOf(
          k,
          virtualTeacher,
          { student, teacher: student, labels },
          { correct: 0.9, temperature: 20 },
        );
        expectNear(value, wanted);
        for (const [i, row] of gradient.entries())
          for (const [j, it] of row.entries())
            expectNear(it, ((softmax(student[i] ?? [])[j] ?? 0) - (target[i]?.[j] ?? 0)) / student.length);
      }),
      RUNS,
    );
  });
});

describe('weighted soft labels', () => {
  const teacher = [[2, 0, 0]];
  const of = (student: number[][]) =>
    lossOf(k, weightedSoftLabels, { student, teacher, labels: [0] }, { temperature: 4 });
  const plain = (student: number[][]) =>
    lossOf(k, temperedSoftmax, { student, teacher, labels: [0] }, { temperature: 4, scale: true });

  test('counts an example by how far the student lags behind: hardly where it leads, fully where it is lost', () => {
    expect(of([[9, 0, 0]]).value / plain([[9, 0, 0]]).value).toBeLessThan(0.01);
    expect(of([[-9, 0, 0]]).value / plain([[-9, 0, 0]]).value).toBeGreaterThan(0.99);
    // As far as the teacher: 1 − 1/e.
    const swapped = [[2, 0.5, -0.5]];
    const [own, its] = [-(logSoftmax(swapped[0] ?? [])[0] ?? 0), -(logSoftmax(teacher[0] ?? [])[0] ?? 0)];
    expectNear(of(swapped).value / plain(swapped).value, 1 - Math.exp(-own / its));
  });

  test('learns nothing through the weight', () => {
    const student = [[1, 0.5, -0.5]];
    const share = of(student).value / plain(student).value;
    for (const [j, it] of (of(student).gradient[0] ?? []).entries())
      expectNear(it, share * (plain(student).gradient[0]?.[j] ?? Number.NaN));
  });
});
