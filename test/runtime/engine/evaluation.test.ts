import { describe, expect, test } from 'vitest';
import type { Plan, Source } from '../../../src/plan/plan.ts';
import { readModel } from '../../../src/runtime/model-file.ts';
import { logSoftmax } from '../../nodes/reference.ts';
import { BACKENDS } from './backends.ts';
import { PATTERNS, SIDE } from './patterns.ts';
import { plainForward } from './plain-forward.ts';
import { adam, chain, lenetLayers, network, plan, source, stage } from './plans.ts';
import { runHere } from './run-here.ts';

/*
 * What an evaluation says, counted again in float64 from the saved models and the files alone.
 */

const layers = {
  teacher: lenetLayers(3, 4, 12),
  student: chain([
    { kind: 'flatten' },
    { kind: 'dense', units: 6 },
    { kind: 'batch-norm', momentum: 0.8, epsilon: 1e-3 },
    { kind: 'activation', function: 'tanh' },
    { kind: 'dropout', rate: 0.2 },
    { kind: 'dense', units: 10 },
  ]),
};

function planOf(data: Source, kind: Plan['engine']['kind']): Plan {
  const evaluation = (id: string, of: string, part: 'train' | 'test', teacher: string | null) =>
    ({ id, kind: 'evaluation', network: of, source: data.id, part, teacher }) as const;
  return plan(
    data,
    [network('network-1', layers.student), network('network-2', layers.teacher, { role: 'teacher' })],
    [
      stage(data, { student: 'network-2', optimizer: adam(0.01) }),
      stage(data, {
        id: 'stage-2',
        student: 'network-1',
        teacher: 'network-2',
        epochs: 10,
        optimizer: adam(0.02),
      }),
    ],
    [
      evaluation('output-1', 'network-2', 'test', null),
      evaluation('output-2', 'network-1', 'test', 'network-2'),
      evaluation('output-3', 'network-1', 'train', 'network-2'),
      { id: 'output-4', kind: 'saved-model', network: 'network-1', name: 'student' },
      { id: 'output-5', kind: 'saved-model', network: 'network-2', name: 'teacher' },
    ],
    kind,
  );
}

/** Logits of the first examples of a file, one row an example. */
async function answers(folder: string, name: 'student' | 'teacher', prefix: 'train' | 't10k', count: number) {
  const { weights } = await readModel(`${folder}/model/${name}.safetensors`);
  const bytes = PATTERNS.get(`${prefix}-images-idx3-ubyte`) ?? Buffer.alloc(0);
  return Array.from({ length: count }, (_, example) => {
    const from = 16 + example * SIDE * SIDE;
    const image = Array.from(bytes.subarray(from, from + SIDE * SIDE), (it) => (it / 255 - 0.3) / 0.3);
    return plainForward(layers[name], [SIDE, SIDE, 1], weights, image).get('logits') ?? [];
  });
}

const labelsOf = (prefix: 'train' | 't10k', count: number): number[] =>
  Array.from((PATTERNS.get(`${prefix}-labels-idx1-ubyte`) ?? Buffer.alloc(0)).subarray(8, 8 + count));
const said = (row: readonly number[]): number => row.indexOf(Math.max(...row));
const share = (values: readonly boolean[]): number => values.filter(Boolean).length / values.length;

describe.each(BACKENDS)('%s', (_, { kind, engineFolder }) => {
  test('accuracy, loss, confusion and agreement are those of float64', async () => {
    const { folder, of, ending } = await runHere(planOf(source(), kind), { engineFolder });
    expect(ending.how).toBe('done');
    const evaluations = of('evaluation');
    expect(evaluations.map((it) => it.output)).toEqual(['output-1', 'output-2', 'output-3']);
    for (const { measured, confusion, agreement } of evaluations) {
      const name = measured.role === 'teacher' ? 'teacher' : 'student';
      const [prefix, count] = measured.part === 'test' ? (['t10k', 64] as const) : (['train', 96] as const);
      const rows = await answers(folder, name, prefix, count);
      const labels = labelsOf(prefix, count);
      const wanted = Array.from({ length: 10 }, (_, label) =>
        Array.from(
          { length: 10 },
          (_, guess) => rows.filter((row, at) => labels[at] === label && said(row) === guess).length,
        ),
      );
      expect(measured.examples).toBe(count);
      expect(confusion).toEqual(wanted);
      expect(measured.accuracy).toBe(share(rows.map((row, at) => said(row) === labels[at])));
      const losses = rows.map((row, at) => -(logSoftmax(row)[labels[at] ?? 0] ?? Number.NaN));
      expect(measured.loss).toBeCloseTo(losses.reduce((sum, it) => sum + it, 0) / count, 5);
      if (name === 'teacher') expect(agreement).toBeNull();
      else {
        const taught = await answers(folder, 'teacher', prefix, count);
        expect(agreement).toBe(share(rows.map((row, at) => said(row) === said(taught[at] ?? []))));
      }
    }
    // A test that would pass on a network that says nothing proves little.
    expect(evaluations[2]?.measured.accuracy).toBeGreaterThan(0.5);
    expect(evaluations[1]?.agreement).toBeLessThan(1);
  });

  test('parameters and bytes are those of the saved file', async () => {
    const { of } = await runHere(planOf(source(), kind), { engineFolder });
    const [teacher, student] = of('evaluation');
    const [savedStudent, savedTeacher] = of('saved-model');
    // Name and padding aside, which the header holds.
    expect(Math.abs((teacher?.bytes ?? 0) - (savedTeacher?.bytes ?? 0))).toBeLessThan(64);
    expect(Math.abs((student?.bytes ?? 0) - (savedStudent?.bytes ?? 0))).toBeLessThan(64);
    expect(student?.parameters).toBe(64 * 6 + 6 + 4 * 6 + 6 * 10 + 10);
    expect(student?.microsecondsPerImage).toBeGreaterThan(0);
  });

  test('after each epoch the stage’s part is measured, and the last measure is the evaluation’s', async () => {
    const { of } = await runHere(planOf(source(), kind), { engineFolder });
    const epochs = of('epoch').filter((it) => it.stage === 'stage-2');
    expect(epochs.map((it) => [it.epoch, it.step])).toEqual(
      Array.from({ length: 10 }, (_, at) => [at + 1, 3 * (at + 1)]),
    );
    expect(epochs.at(-1)?.measured).toEqual([of('evaluation')[1]?.measured]);
  });
});
