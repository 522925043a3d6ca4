import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Stage } from '../../../src/plan/plan.ts';
import { freshWeights } from '../../../src/runtime/engine/fresh-weights.ts';
import { readModel } from '../../../src/runtime/model-file.ts';
import { divergenceOf } from '../../nodes/logits.ts';
import { PATTERNS, SIDE } from './patterns.ts';
import { plainForward } from './plain-forward.ts';
import { chain, mlpLayers, network, plan, source, stage } from './plans.ts';
import { runHere, type Told } from './run-here.ts';
import { WAYS } from './ways.ts';

/*
 * Who learns and who only answers. Toolkits have let a teacher draw its dropout and normalize by the batch, and have left
 * the student as it was for a measurement, so that every epoch but the first trained another network.
 */

const MOMENTUM = 0.8;
const COUNT = 96;
const TEMPERATURE = 4;

const layers = chain([
  { kind: 'flatten' },
  { kind: 'dense', units: 9 },
  { kind: 'batch-norm', momentum: MOMENTUM, epsilon: 1e-3 },
  { kind: 'activation', function: 'tanh' },
  { kind: 'dropout', rate: 0.4 },
  { kind: 'dense', units: 10 },
]);
const student = network('network-1', mlpLayers(6));

const resting = (epochs: number): Partial<Stage> => ({
  epochs,
  batch: COUNT,
  // Weights stay where they are, so that what differs from step to step is drawn or normalized.
  optimizer: {
    id: 'optimizer-1',
    op: 'optimizer.sgd',
    args: { momentum: 0, nesterov: false, weightDecay: 0 },
    rate: 1e-30,
    schedule: { op: 'schedule.constant', args: {} },
  },
});
const data = source();
const save = (id: string, of: string) => ({ id, kind: 'saved-model', network: of, name: of }) as const;
const column = (told: Told, of: string, name: string): number[] =>
  told.of('metrics').flatMap((it) => (it.stage === of ? ((it.columns[name] ?? []) as number[]) : []));
const read = async (told: Told, name: string) =>
  (await readModel(join(told.folder, 'model', `${name}.safetensors`))).weights;

/** The first images of the training part, as the network sees them. */
const IMAGES = Array.from({ length: COUNT }, (_, at) => {
  const from = 16 + at * SIDE * SIDE;
  const bytes = PATTERNS.get('train-images-idx3-ubyte')?.subarray(from, from + SIDE * SIDE) ?? [];
  return Array.from(bytes, (it) => (it / 255 - 0.3) / 0.3);
});

describe.each(WAYS)('%s', (_, { kind, engineFolder, reference }) => {
  const run = async (of: ReturnType<typeof plan>): Promise<Told> => {
    const told = await runHere(of, { engineFolder, reference });
    expect(told.ending.text).toBe('The run is done.');
    return told;
  };

  test('a teacher answers as it is used, whatever it holds, and nothing of it changes', async () => {
    const teacher = network('network-2', layers, { role: 'teacher' });
    const first = stage(data, { student: teacher.id, epochs: 3 });
    const alone = await run(plan(data, [teacher], [first], [save('output-1', teacher.id)], kind));
    const second = stage(data, {
      ...{ id: 'stage-2', student: student.id, teacher: teacher.id },
      ...resting(1),
    });
    const told = await run(
      plan(data, [student, teacher], [first, second], [save('output-1', teacher.id)], kind),
    );
    const taught = await read(told, teacher.id);
    expect(taught).toEqual(await read(alone, teacher.id));

    const own = freshWeights(student, second.seed, 'weights-network-1');
    const answer = (of: typeof student, weights: Parameters<typeof plainForward>[2], image: number[]) =>
      (plainForward(of.layers, [SIDE, SIDE, 1], weights, image).get('logits') ?? []).map(
        (it) => it / TEMPERATURE,
      );
    const wanted = IMAGES.map((image) =>
      divergenceOf(answer(teacher, taught, image), answer(student, own, image)),
    ).reduce((sum, it) => sum + (TEMPERATURE ** 2 * it) / COUNT, 0);
    const [found] = column(told, second.id, 'term:term-22');
    expect(Math.abs((found ?? Number.NaN) / wanted - 1)).toBeLessThan(1e-5);
  });

  test('a student goes on learning after each measurement: it draws, and its statistics move', async () => {
    const rested = async (epochs: number) => {
      const learner = network('network-1', layers);
      const of = stage(data, { student: learner.id, ...resting(epochs) });
      const told = await run(plan(data, [learner], [of], [save('output-1', learner.id)], kind));
      const losses = column(told, of.id, 'loss');
      return { losses, mean: (await read(told, learner.id)).get('batch-norm-3/mean') ?? [] };
    };
    const [one, four] = [await rested(1), await rested(4)];
    expect(new Set(four.losses).size).toBe(4);
    // The mean of the batch is the same at each step, that of all examples.
    const way = (epochs: number) => 1 - MOMENTUM ** epochs;
    for (const [at, it] of four.mean.entries())
      expect(it / (one.mean[at] ?? Number.NaN)).toBeCloseTo(way(4) / way(1), 4);
  });
});
