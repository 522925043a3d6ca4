import { describe, expect, test } from 'vitest';
import type { Plan } from '../../../../src/plan/plan.ts';
import { newestCheckpoint } from '../../../../src/runtime/checkpoints.ts';
import { readModel } from '../../../../src/runtime/model-file.ts';
import { logSoftmax } from '../../../nodes/reference.ts';
import { template } from '../../compile/templates.ts';
import type { Backend } from '../backends.ts';
import { onPatterns } from '../graph/small-plans.ts';
import { interruptedAt } from '../interrupted-at.ts';
import { inTurns } from '../multi-task-plans.ts';
import { outcomeOf } from '../outcome.ts';
import { PATTERNS, SIDE } from '../patterns.ts';
import { plainForward } from '../plain-forward.ts';
import { distillation, mlpLayers, network, plan, source, stage } from '../plans.ts';
import { runHere } from '../run-here.ts';
import { WAYS } from '../ways.ts';

/* What a run tells of single examples, against float64 from the saved models and the files alone. */

const saving = (kind: Backend['kind']): Plan => {
  const of = distillation(kind);
  return {
    ...of,
    outputs: [...of.outputs, { id: 'output-5', kind: 'saved-model', network: 'network-2', name: 'teacher' }],
  };
};
const widths = { student: 16, teacher: 32 } as const;

/** The logits of a saved network for one test image. */
async function answerOf(folder: string, name: 'student' | 'teacher', row: number): Promise<number[]> {
  const { weights } = await readModel(`${folder}/model/${name}.safetensors`);
  const image = Array.from(imageOf(row), (it) => (it / 255 - 0.3) / 0.3);
  return plainForward(mlpLayers(widths[name]), [SIDE, SIDE, 1], weights, image).get('logits') ?? [];
}

const imageOf = (row: number): Uint8Array =>
  (PATTERNS.get('t10k-images-idx3-ubyte') ?? Buffer.alloc(0)).subarray(
    16 + row * SIDE * SIDE,
    16 + (row + 1) * SIDE * SIDE,
  );
const labelOf = (row: number): number | undefined => PATTERNS.get('t10k-labels-idx1-ubyte')?.[8 + row];
const near = (told: readonly (number | null)[] | undefined, wanted: readonly number[]): void => {
  expect(told).toHaveLength(wanted.length);
  wanted.forEach((it, at) => {
    expect(Math.abs((told?.[at] ?? Number.NaN) - it)).toBeLessThan(2e-4 * (1 + Math.abs(it)));
  });
};

describe.each(WAYS)('%s', (_, { kind, ...way }) => {
  test('the same few examples are told once, as they lie in their files, with as many classes as there are', async () => {
    const { of } = await runHere(saving(kind), way);
    const [told, ...more] = of('examples');
    expect(more).toEqual([]);
    expect(told).toMatchObject({ source: 'source-1', part: 'test' });
    const examples = told?.examples ?? [];
    expect(examples).toHaveLength(8);
    expect(new Set(examples.map((it) => it.label)).size).toBe(8);
    for (const { row, label, seen } of examples) {
      expect(label).toBe(labelOf(row));
      if (seen.kind !== 'image') expect.fail('an image has a picture');
      expect(seen.shape).toEqual([SIDE, SIDE, 1]);
      expect(Buffer.from(seen.bytes, 'base64')).toEqual(Buffer.from(imageOf(row)));
    }
  });

  test('after each epoch teacher and student answer to them, and in the end as their saved models do', async () => {
    const { of, folder, events } = await runHere(saving(kind), way);
    const examples = of('examples')[0]?.examples ?? [];
    const answers = of('answers');
    expect(answers.map((it) => [it.stage, it.epoch, it.step])).toEqual(
      of('epoch').map((it) => [it.stage, it.epoch, it.step]),
    );
    const ofStage = (id: string) => answers.filter((it) => it.stage === id);
    expect(ofStage('stage-1')[0]?.networks.map((it) => [it.network, it.teaches])).toEqual([
      ['network-2', false],
    ]);
    const both = [
      ['network-2', true],
      ['network-1', false],
    ];
    for (const it of ofStage('stage-2'))
      expect(it.networks.map((one) => [one.network, one.teaches])).toEqual(both);
    const [first, last] = ofStage('stage-2').map((it) => it.networks);
    expect(first?.[0]?.logits).toEqual(last?.[0]?.logits);
    expect(first?.[1]?.logits).not.toEqual(last?.[1]?.logits);
    for (const [at, { row }] of examples.entries()) {
      near(last?.[0]?.logits[at], await answerOf(folder, 'teacher', row));
      near(last?.[1]?.logits[at], await answerOf(folder, 'student', row));
    }
    // Lists of runs read the end of a log, where what is short must stand.
    const kinds = events.map((it) => it.kind);
    expect(kinds.indexOf('examples')).toBeLessThan(kinds.indexOf('epoch'));
    expect(kinds.lastIndexOf('comparison')).toBeLessThan(kinds.lastIndexOf('evaluation'));
  });

  test('where student and teacher lie furthest apart, by KL over the whole part', async () => {
    const { of, folder } = await runHere(saving(kind), way);
    const told = of('comparison').find((it) => it.output === 'output-2') ?? expect.fail('no comparison');
    expect(told).toMatchObject({ network: 'network-1', teacher: 'network-2', examples: 64 });
    expect(told.confusion).toEqual(of('evaluation').find((it) => it.output === 'output-1')?.confusion);
    const wanted: { row: number; divergence: number }[] = [];
    for (let row = 0; row < 64; row += 1) {
      const p = logSoftmax(await answerOf(folder, 'teacher', row));
      const q = logSoftmax(await answerOf(folder, 'student', row));
      wanted.push({
        row,
        divergence: p.reduce((sum, it, at) => sum + Math.exp(it) * (it - (q[at] ?? 0)), 0),
      });
    }
    expect(told.divergence).toBeCloseTo(wanted.reduce((sum, it) => sum + it.divergence, 0) / 64, 4);
    const sorted = wanted.toSorted((a, b) => b.divergence - a.divergence).slice(0, 12);
    expect(told.furthest.map((it) => it.example.row)).toEqual(sorted.map((it) => it.row));
    for (const [at, { divergence, example, teacher, network: own }] of told.furthest.entries()) {
      expect(divergence).toBeCloseTo(sorted[at]?.divergence ?? Number.NaN, 4);
      expect(example.label).toBe(labelOf(example.row));
      near(teacher, await answerOf(folder, 'teacher', example.row));
      near(own, await answerOf(folder, 'student', example.row));
    }
    // The student alone is measured beside the teacher too.
    expect(of('comparison').map((it) => it.network)).toEqual(['network-1', 'network-3']);
  });

  test('layers are compared, each with each, and a network with itself is 1 on the diagonal', async () => {
    const { of } = await runHere(saving(kind), way);
    const [told] = of('similarity');
    expect(told).toMatchObject({
      output: 'output-2',
      network: 'network-1',
      teacher: 'network-2',
      examples: 64,
    });
    expect(told?.rows).toEqual(['dense-2', 'activation-3', 'logits']);
    expect(told?.columns).toEqual(['dense-2', 'activation-3', 'logits']);
    for (const it of told?.values.flat() ?? []) expect(Math.abs(it ?? 0)).toBeLessThanOrEqual(1);

    const data = source();
    const itself = plan(
      data,
      [
        network('network-1', mlpLayers(12)),
        network('network-2', mlpLayers(12), { start: { kind: 'fresh', stream: 'weights-network-1' } }),
      ],
      [stage(data, { student: 'network-1' }), stage(data, { id: 'stage-2', student: 'network-2' })],
      [
        {
          id: 'output-1',
          kind: 'evaluation',
          network: 'network-1',
          source: data.id,
          part: 'test',
          teacher: 'network-2',
        },
      ],
      kind,
    );
    const [same] = (await runHere(itself, way)).of('similarity');
    expect(same?.values.map((row, at) => row[at])).toEqual([1, 1, 1]);
    expect(same?.values[0]?.[2]).toBeLessThan(0.999);
  });

  test('a run that goes on tells its examples again, and comes to the same', async () => {
    const of = saving(kind);
    const stages = of.stages.map((it) => it.id);
    const whole = await runHere(of, way);
    const { control } = interruptedAt(9);
    const first = await runHere(of, { ...way, control });
    expect(first.ending.how).toBe('stopped');
    const { folder } = first;
    const { point } = await newestCheckpoint(folder, stages);
    const second = await runHere(of, { ...way, folder, resume: point });
    const events = [...first.events, ...second.events];
    const last = (all: typeof events) =>
      Object.fromEntries(
        all.flatMap((it) => (it.kind === 'answers' ? [[`${it.stage} ${it.epoch}`, it.networks]] : [])),
      );
    expect(last(events)).toEqual(last([...whole.events]));
    expect(second.of('examples')).toEqual(whole.of('examples'));
    expect(second.of('comparison')).toEqual(whole.of('comparison'));
    expect(await outcomeOf(folder, events)).toEqual(await outcomeOf(whole.folder, whole.events));
  });

  test('each task of a stage has examples of its own data', async () => {
    const { of } = await runHere(inTurns(kind), way);
    const taught = of('answers').filter((it) => it.networks.length > 0);
    const shown = new Set(of('examples').map((it) => `${it.source} ${it.part}`));
    expect(shown.size).toBeGreaterThan(1);
    for (const it of taught) expect(shown.has(`${it.source} ${it.part}`)).toBe(true);
  });
});

// In plain JavaScript it would take a minute.
test.each(WAYS.filter(([, it]) => it.kind === 'tensorflow'))(
  '%s: texts are told as texts, by their numbers where nobody knows the words',
  async (_, { kind, ...way }) => {
    const small = onPatterns(template('distil-bert-imdb'));
    const { of, ending } = await runHere({ ...small, engine: { ...small.engine, kind } }, way);
    expect(ending.how).toBe('done');
    const [told] = of('examples');
    expect(new Set(told?.examples.map((it) => it.label))).toEqual(new Set([0, 1]));
    for (const { seen } of told?.examples ?? [])
      expect(seen).toMatchObject({ kind: 'text', text: expect.stringMatching(/^#\d+( #\d+)*$/) });
    expect(of('comparison').length).toBeGreaterThan(0);
    expect(of('similarity')[0]?.rows.length).toBeGreaterThan(4);
  },
);
