import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { factorTransfer } from '../../src/nodes/loss/factor-transfer/op.ts';
import { withAutoencoder } from '../../src/nodes/network/paraphraser/autoencoder.ts';
import { leakyConvolutions } from '../../src/nodes/network/paraphraser/factor-layers.ts';
import { paraphraser } from '../../src/nodes/network/paraphraser/node.ts';
import { type Layer, networkShape } from '../../src/plan/layers.ts';
import type { Kernel } from '../../src/plan/operation.ts';
import { activation } from '../../src/runtime/engine/layers/activation.ts';
import { readModel } from '../../src/runtime/model-file.ts';
import { planOf, withParams } from '../runtime/compile/templates.ts';
import { PIPELINES } from '../runtime/engine/graph/pipelines.ts';
import { onPatterns } from '../runtime/engine/graph/small-plans.ts';
import { paraphrased } from '../runtime/engine/graph/taught-documents.ts';
import { lenetLayers, mlpLayers } from '../runtime/engine/plans.ts';
import { runHere } from '../runtime/engine/run-here.ts';
import { plainKernel } from './kernel.ts';
import { largest, layer, onLayers } from './on-layers.ts';
import { INPUT, resnetLayers } from './weighted-network.ts';

let k: Kernel;
beforeAll(async () => {
  k = await plainKernel();
});

describe('the transfer of a factor', () => {
  const value = (student: tf.Tensor, teacher: tf.Tensor, form: string, power: number) =>
    onLayers(k, factorTransfer, { student, teacher }, { form, power }).value;
  // Lengths 5 and 1: directions (0.6, 0.8) and (0, 1).
  const student = tf.tensor4d([3, 4], [1, 1, 1, 2]);
  const teacher = tf.tensor4d([0, 1], [1, 1, 1, 2]);

  test('compares directions of all values, by sizes or by squares', () => {
    expect(value(student, teacher, 'values', 1)).toBeCloseTo((0.6 + 0.2) / 2, 6);
    expect(value(student, teacher, 'values', 2)).toBeCloseTo((0.36 + 0.04) / 2, 6);
  });

  test('by places knows no channels: one place alone always points the same way', () => {
    expect(value(student, teacher, 'places', 1)).toBe(0);
    // Means of squares (1, 4) and (1, 1) at two places.
    const two = tf.tensor4d([1, 1, 2, 2], [1, 1, 2, 2]);
    const apart = [1 / Math.sqrt(17) - Math.SQRT1_2, 4 / Math.sqrt(17) - Math.SQRT1_2];
    const wanted = apart.reduce((sum, it) => sum + Math.abs(it), 0) / 2;
    expect(value(two, tf.ones([1, 1, 2, 2]), 'places', 1)).toBeCloseTo(wanted, 6);
  });

  test.each(['values', 'places'])(
    'of %s is nothing where the student is the teacher, larger or not',
    (form) => {
      const map = layer([3, 4, 4, 2], 1);
      const { value: none, gradient } = onLayers(
        k,
        factorTransfer,
        { student: map, teacher: map.clone() },
        { form, power: 1 },
      );
      expect(none).toBe(0);
      expect(largest(gradient)).toBe(0);
      expect(value(map.mul(7), map, form, 1)).toBeLessThan(1e-6);
    },
  );

  test('takes maps of other sizes, and a dead student gets no gradient', () => {
    const other = layer([3, 6, 5, 2], 2);
    for (const form of ['values', 'places']) {
      const dead = onLayers(
        k,
        factorTransfer,
        { student: tf.zeros([3, 4, 4, 2]), teacher: other },
        { form, power: 1 },
      );
      expect(dead.value).toBeGreaterThan(0);
      expect(dead.gradient.every((it) => it === 0)).toBe(true);
    }
  });
});

describe('the translator', () => {
  const layers = leakyConvolutions({
    ...{ from: 'input', name: 'translator', last: 'factor', normed: true },
    channels: [3, 8, 8],
  });

  test('is three convolutions, each with a normalization and a leaky ReLU', () => {
    expect(layers.map((it) => it.kind)).toEqual(
      [0, 1, 2].flatMap(() => ['conv2d', 'batch-norm', 'activation']),
    );
    expect(networkShape(layers, [5, 6, 3]).output).toEqual([5, 6, 8]);
  });

  test('has the student’s channels first, and then those of the factor', () => {
    const [document = expect.fail('no factor is transferred')] = PIPELINES['loss.factor-transfer'] ?? [];
    const { networks } = planOf(withParams(document, 'student-network', { secondFilters: 5 })).plan;
    const translator = networks.find((it) => it.role === 'projector') ?? expect.fail('no translator');
    expect(translator.layers.flatMap((it) => (it.kind === 'conv2d' ? [it.filters] : []))).toEqual([5, 3, 3]);
  });

  test('lets a tenth through below zero, and a tenth of the gradient', () => {
    const run = (x: tf.Tensor) =>
      activation({ layer: { kind: 'activation', function: 'leaky-relu' }, x } as never);
    const [x, slope] = [tf.tensor1d([-2, 3]), tf.grad(run)];
    expect([...run(x).dataSync()].map((it) => Number(it.toFixed(6)))).toEqual([-0.2, 3]);
    expect([...slope(x).dataSync()].map((it) => Number(it.toFixed(6)))).toEqual([0.1, 1]);
  });
});

describe('a paraphraser', () => {
  const told = (layers: readonly Layer[], params = {}) =>
    withAutoencoder({ layers: [...layers], input: INPUT }, { layer: '', rate: 0.5, ...params });
  const teacher = resnetLayers(1, 4);
  const lastMap = 'stage3.block1.relu2';

  test('makes fewer channels of the last map of its teacher, and the map again', () => {
    const shapes = networkShape(told(teacher).layers, INPUT).layers;
    const [h, w, c = 0] = shapes.get(lastMap)?.output ?? [];
    expect(shapes.get('factor')?.output).toEqual([h, w, c / 2]);
    expect(shapes.get('reconstruction')?.output).toEqual([h, w, c]);
    const wide = networkShape(told(teacher, { rate: 4 }).layers, INPUT).layers;
    expect(wide.get('factor')?.output).toEqual([h, w, 4 * c]);
  });

  test('answers by what its teacher has behind the map, by the same names', () => {
    const { layers, copied } = told(teacher);
    expect(layers.find((it) => it.id === 'pool')?.from).toEqual(['reconstruction']);
    expect(layers.map((it) => it.id)).toEqual(expect.arrayContaining(teacher.map((it) => it.id)));
    expect(copied).toContain('logits');
    expect(copied.some((it) => /coder/.test(it))).toBe(false);
  });

  test('needs a map through which everything goes', () => {
    expect(() => told(mlpLayers(6))).toThrow(/no layer of the teacher is one of the maps/);
    expect(() => told(teacher, { layer: 'stage2.block1.conv1' })).toThrow(/stage2.block1.relu2/);
    expect(told(teacher, { layer: 'stage2.block1.relu2' }).copied).toContain('stage3.block1.conv1');
  });

  test('tells its layers and its cost where those of the model are known, and else nothing', () => {
    const of = (architecture?: readonly object[]) => {
      const model = { kind: 'model' as const, classes: 5, ...(architecture && { architecture }) };
      const it = paraphraser.infer?.({ params: paraphraser.params.parse({}), inputs: { model } });
      const network = it?.outputs?.network;
      return network?.kind === 'network' ? network.measure(INPUT, 5) : expect.fail();
    };
    expect(of()).toBeNull();
    expect(of(lenetLayers(2, 3, 8))).toMatchObject({
      layers: expect.arrayContaining([expect.objectContaining({ id: 'factor' })]),
    });
    expect(of(mlpLayers(6))).toMatchObject({ refusal: expect.stringMatching(/maps/) });
  });

  test('leaves its teacher as it is, to the bit, and learns the autoencoder alone', async () => {
    const stage = planOf(paraphrased).plan.stages.at(-1);
    expect(stage?.taps.map((it) => it.layer).sort()).toEqual(['activation-2', 'reconstruction']);
    const plan = onPatterns(paraphrased);
    const own = plan.networks.find((it) => it.start.kind === 'derived') ?? expect.fail();
    const from = (own.start as { from: string[] }).from[0] as string;
    const saved = [own.id, from].map((network, at) => ({
      ...{ id: `output-${at + 1}`, kind: 'saved-model' as const, network, name: network },
    }));
    const run = await runHere({ ...plan, engine: { ...plan.engine, kind: 'cpu' }, outputs: saved });
    expect(run.ending.text).toBe('The run is done.');
    const files = run.of('saved-model').map((it) => readModel(join(run.folder, it.file)));
    const [after, before] = await Promise.all(files);
    expect(after?.weights.size).toBeGreaterThan(before?.weights.size as number);
    for (const [name, values] of before?.weights ?? []) expect(after?.weights.get(name)).toEqual(values);
  });
});
