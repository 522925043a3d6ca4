import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Network, Plan, Stage } from '../../../src/plan/plan.ts';
import { derivedAt, followShare, phaseAt, phasesOf } from '../../../src/plan/training.ts';
import type { GraphEngine } from '../../../src/runtime/engine/graph/graph-engine.ts';
import { improve } from '../../../src/runtime/engine/graph/improve.ts';
import { opByOp } from '../../../src/runtime/engine/op-by-op.ts';
import { readModel } from '../../../src/runtime/model-file.ts';
import { decodeSafetensors } from '../../../src/runtime/safetensors.ts';
import { differences } from './graph/agreement.ts';
import { compiledBy, courseOf } from './graph/course.ts';
import { compiles, graphEngine } from './graph/tensorflow.ts';
import { runHere } from './run-here.ts';
import { THAWS_AT, training } from './training-plans.ts';
import { WAYS, type Way } from './ways.ts';

/* A student that begins with a teacher's weights, whose layers learn when they are told to, and which is followed. */

type Weights = ReadonlyMap<string, Float32Array>;

const ran = ({ engineFolder, reference }: Way) => ({ engineFolder, reference });

/** Runs a plan and reads what it saved: the student, its mean, and what it began with. */
async function saved(plan: Plan, way: Way): Promise<[Weights, Weights, Weights]> {
  const told = await runHere(plan, ran(way));
  expect(told.ending).toMatchObject({ how: 'done' });
  const read = told
    .of('saved-model')
    .map(async (it) => (await readModel(join(told.folder, it.file), it.sha256)).weights);
  return (await Promise.all(read)) as [Weights, Weights, Weights];
}

const names = (weights: Weights, layer: string): string[] =>
  [...weights.keys()].filter((it) => it.startsWith(`${layer}/`));
const equal = (a: Weights, b: Weights, layer: string): boolean[] =>
  names(a, layer).map((name) => Buffer.from(bytes(a, name)).equals(Buffer.from(bytes(b, name))));
const bytes = (of: Weights, name: string): Uint8Array => {
  const { buffer, byteOffset, byteLength } = of.get(name) as Float32Array;
  return new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength);
};

const RATE = 0.01;
const steady: Stage['optimizer'] = {
  id: 'optimizer-1',
  op: 'optimizer.adam',
  args: { beta1: 0.9, beta2: 0.999, epsilon: 1e-7, weightDecay: 0 },
  rate: RATE,
  schedule: { op: 'schedule.constant', args: {} },
};
/** Whole batches, so that an epoch is one step. */
const steps = (count: number, changes: Partial<Stage> = {}): Partial<Stage> => ({
  batch: 96,
  epochs: count,
  steps: count,
  optimizer: steady,
  ...changes,
});

describe.each(WAYS)('%s', (_, way) => {
  test('frozen layers keep their bits, statistics too; the others do not', async () => {
    const [student, , first] = await saved(training(way.kind), way);
    expect(equal(student, first, 'conv2d-1')).toEqual([true]);
    expect(equal(student, first, 'batch-norm-2')).toEqual([true, true, true, true]);
    expect(equal(student, first, 'dense-6')).toEqual([false, false]);
    expect(equal(student, first, 'logits')).toEqual([false, false]);
  });

  test('a layer that would thaw after the last step stays as it is', async () => {
    const late = [{ network: 'network-2', layers: ['dense-6'], until: 9 }];
    const [student, , first] = await saved(training(way.kind, { frozen: late }), way);
    expect(equal(student, first, 'dense-6')).toEqual([true, true]);
    expect(equal(student, first, 'conv2d-1')).toEqual([false]);
    expect(equal(student, first, 'batch-norm-2')).toEqual([false, false, false, false]);
  });

  test('frozen layers have no state in the optimizer', async () => {
    const told = await runHere(training(way.kind), ran(way));
    const { folder, step } = told.of('checkpoint').at(-1) ?? { folder: '', step: 0 };
    expect(step).toBe(9);
    const file = readdirSync(join(told.folder, folder)).find((it) => it.startsWith('slots')) ?? '';
    const { tensors } = decodeSafetensors(readFileSync(join(told.folder, folder, file)));
    const layers = new Set([...tensors.keys()].map((it) => it.split('/').at(-2)));
    expect([...layers].sort()).toEqual(['dense-6', 'logits']);
  });

  test('a layer that begins late begins as at a first step: no Adam step is larger than the rate', async () => {
    const frozen = [{ network: 'network-2', layers: ['dense-6'], until: 1 }];
    const [student, , first] = await saved(training(way.kind, steps(2, { frozen })), way);
    const moved = names(student, 'dense-6').flatMap((name) =>
      Array.from(student.get(name) ?? [], (it, at) => Math.abs(it - (first.get(name)?.[at] ?? 0))),
    );
    expect(Math.max(...moved)).toBeGreaterThan(0.5 * RATE);
    expect(Math.max(...moved)).toBeLessThan(1.01 * RATE);
  });

  test('a mean goes its share of the way after each step, from what the student began with', async () => {
    const follow = [{ network: 'network-3', follows: 'network-2', decay: 0.6 }];
    const [one, , first] = await saved(training(way.kind, steps(1, { follow })), way);
    const [two, mean] = await saved(training(way.kind, steps(2, { follow })), way);
    expect([followShare(0.6, 0), followShare(0.6, 1), followShare(0.6, 2)]).toEqual([0.5, 0.4, 0.4]);
    for (const [name, values] of mean)
      values.forEach((value, at) => {
        const [w0, v1, v2] = [first, one, two].map((it) => it.get(name)?.[at] ?? Number.NaN) as [
          number,
          number,
          number,
        ];
        const after = w0 + 0.5 * (v1 - w0);
        expect(Math.abs(value - (after + 0.4 * (v2 - after))), name).toBeLessThan(1e-6);
      });
  });

  test('the distance of weights is told, zero at the first step, and keeps them near', async () => {
    const distances = async (weight: number): Promise<number[]> => {
      const { stages } = training(way.kind);
      const terms = stages[1]?.terms.map((it) =>
        it.id === 'term-25' ? { ...it, args: { weights: [1, weight] } } : it,
      );
      const told = await runHere(training(way.kind, { terms: terms ?? [] }), ran(way));
      const own = told.of('metrics').filter((it) => it.stage === 'stage-2');
      return own.flatMap((it) => it.columns['term:term-24'] ?? []).map((it) => it ?? Number.NaN);
    };
    const [free, near] = [await distances(0), await distances(20)];
    expect([free[0], near[0]]).toEqual([0, 0]);
    expect(near.at(-1)).toBeGreaterThan(0);
    expect(near.at(-1)).toBeLessThan(0.5 * (free.at(-1) ?? 0));
  });
});

describe.runIf(compiles)('compiled and op by op', () => {
  let engine: GraphEngine;
  beforeAll(async () => {
    engine = await graphEngine();
  });

  test('come to the same', async () => {
    const expected = await courseOf(training(), opByOp);
    expect(differences(expected, await courseOf(training(), compiledBy(engine, improve)))).toEqual([]);
    expect(expected.told.get('stage-2 9 loss')).toBeGreaterThan(0);
  });
});

describe('a plan that cannot be', () => {
  const derived = (from: string[], op = 'start.copy'): Network['start'] => ({
    kind: 'derived',
    op,
    args: { layers: [], channels: 'equal' },
    from,
    stream: 's',
  });
  const withStarts = (starts: Record<string, Network['start']>): Plan => ({
    ...training(),
    networks: training().networks.map((it) => ({ ...it, start: starts[it.id] ?? it.start })),
  });

  test.each<[string, Plan, string, RegExp]>([
    [
      'a source that is not there',
      withStarts({ 'network-2': derived(['network-9']) }),
      'start-source',
      /network-2 begins from network-9, which is not in the plan/,
    ],
    [
      'networks that begin from each other',
      withStarts({ 'network-2': derived(['network-3']) }),
      'start-source',
      /network-2 and network-3 begin from each other/,
    ],
    [
      'a source that is trained later',
      withStarts({ 'network-1': derived(['network-2']), 'network-2': { kind: 'fresh', stream: 's' } }),
      'start-source',
      /network-1 begins from network-2, which is trained later/,
    ],
    [
      'a start that this engine lacks',
      withStarts({ 'network-2': derived(['network-1'], 'start.magic') }),
      'op-unknown',
      /no start called start.magic/,
    ],
    [
      'a frozen layer that is not there',
      training('cpu', { frozen: [{ network: 'network-2', layers: ['dense-99'], until: null }] }),
      'plan-training',
      /network-2 has no layer dense-99/,
    ],
    [
      'a network that follows what is not trained',
      training('cpu', { follow: [{ network: 'network-3', follows: 'network-4', decay: 0.9 }] }),
      'plan-training',
      /network-3 follows network-4, which stage-2 does not train/,
    ],
  ])('%s', async (_, plan, code, message) => {
    const told = await runHere(plan);
    expect(told.of('problem')[0]).toMatchObject({ code, message: expect.stringMatching(message) });
    expect(told.of('metrics')).toEqual([]);
  });
});

test('each derived network has its moment, and phases begin where layers thaw', () => {
  const plan = training();
  expect(Object.fromEntries(derivedAt(plan))).toEqual({ 'network-2': 1, 'network-3': 1, 'network-4': 1 });
  const second = plan.stages[1] as Stage;
  expect(phasesOf(second)).toEqual([0, THAWS_AT]);
  expect([0, 3, 4, 8].map((step) => phaseAt(second, step))).toEqual([0, 0, 4, 4]);
});
