import { beforeAll, describe, expect, test } from 'vitest';
import type { Layer } from '../../../../src/plan/layers.ts';
import type { Plan } from '../../../../src/plan/plan.ts';
import {
  type DType,
  type Graph,
  type GraphNode,
  type Held,
  nodeOf,
  variableRead,
} from '../../../../src/runtime/engine/graph/graph.ts';
import type { GraphEngine } from '../../../../src/runtime/engine/graph/graph-engine.ts';
import { heldOf } from '../../../../src/runtime/engine/graph/held-of.ts';
import { improve } from '../../../../src/runtime/engine/graph/improve.ts';
import { bool, nodeBuilder, text, type } from '../../../../src/runtime/engine/graph/node-builder.ts';
import { openSession } from '../../../../src/runtime/engine/graph/session.ts';
import { chain, lenetLayers } from '../plans.ts';
import { otherBits } from './agreement.ts';
import { type Course, compiledBy, courseOf } from './course.ts';
import { alone, taughtByNorms } from './layer-plans.ts';
import { isStep, opsOf, watched } from './recorded-ops.ts';
import { recordedSteps } from './recorded-steps.ts';
import { compiles, graphEngine } from './tensorflow.ts';

/* What of a step is computed in bfloat16, what is cast for it, and what it makes of training. */

const relu = { kind: 'activation', function: 'relu' } as const;
const norm = { kind: 'batch-norm', momentum: 0.9, epsilon: 1e-3 } as const;
const conv = { kind: 'conv2d', filters: 8, kernel: 3, stride: 1, padding: 'same', bias: false } as const;
const residual: Layer[] = chain([
  conv,
  norm,
  relu,
  conv,
  norm,
  relu,
  conv,
  norm,
  { kind: 'add', from: ['activation-3', 'batch-norm-8'] },
  relu,
  { kind: 'global-average-pool' },
  { kind: 'dense', units: 10 },
]);
const lenet = lenetLayers(4, 6, 12);

const low = ({ outputs }: GraphNode): boolean => outputs[0]?.dtype === 'bfloat16';
const castsIn = ({ nodes }: Graph): GraphNode[] =>
  nodes.filter(
    ({ op, attributes: { SrcT, DstT } }) =>
      op === 'Cast' && `${SrcT?.value} ${DstT?.value}`.includes('bfloat16'),
  );
const PRODUCT = /^(Conv2D|MatMul|BatchMatMul)/;

describe.runIf(compiles)('a step in bfloat16', () => {
  let engine: GraphEngine;
  beforeAll(async () => {
    engine = await graphEngine();
  });
  const stepOf = (layers: Layer[]): Graph =>
    improve(recordedSteps(engine, alone(layers), 1)[0] as Graph, 'bfloat16');

  test.each([
    ['a CNN', lenet, 4 + 4 + 3],
    ['a residual block', residual, 4 + 4 + 3],
  ])('multiplies all of %s in it, forward and back', (_, layers, count) => {
    const products = stepOf(layers).nodes.filter((it) => PRODUCT.test(it.op));
    expect(products).toHaveLength(count);
    expect(products.filter((it) => !low(it))).toEqual([]);
  });

  test('goes on in it between the products of a CNN: images, weights and the gradient of logits are cast, and back what is updated', () => {
    const graph = stepOf(lenet);
    const nodes = new Map(graph.nodes.map((it) => [it.name, it]));
    const cast = (to: string): GraphNode[] =>
      castsIn(graph)
        .filter((it) => it.attributes.DstT?.value === to)
        .map((it) => nodes.get(nodeOf(it.inputs[0] ?? '')) as GraphNode);
    const down = cast('bfloat16');
    const weights = down.flatMap((it) => variableRead(it) ?? []);
    expect(weights.sort()).toEqual(
      [
        'conv2d-1/bias',
        'conv2d-1/kernel',
        'conv2d-4/bias',
        'conv2d-4/kernel',
        'dense-8/bias',
        'dense-8/kernel',
        'logits/kernel',
      ].map((it) => `network-1/${it}`),
    );
    const others = down.filter((it) => variableRead(it) === null);
    expect(others.map((it) => it.op)).toEqual(['Placeholder', 'Mul']);
    const up = opsOf({ nodes: cast('float32') });
    expect(up).toEqual({ Conv2DBackpropFilter: 2, MatMul: 1 + 2, Sum: 3 });
  });

  test('normalizes in it, with statistics in float32', () => {
    const graph = stepOf(residual);
    const norms = graph.nodes.filter((it) => it.op.startsWith('FusedBatchNorm'));
    expect(norms).toHaveLength(6);
    for (const { outputs, attributes, inputs } of norms) {
      expect([attributes.T?.value, attributes.U?.value]).toEqual(['bfloat16', 'float32']);
      expect(outputs.slice(1).map((it) => it.dtype)).toEqual(outputs.slice(1).map(() => 'float32'));
      expect(new Set(inputs.slice(2).map((ref) => heldOf(graph)(ref).dtype))).toEqual(new Set(['float32']));
    }
  });

  test.each([
    ['a CNN', lenet],
    ['a residual block', residual],
  ])('keeps losses, norms and updates of %s, and all that is told and kept, in float32', (_, layers) => {
    const graph = stepOf(layers);
    const held = heldOf(graph);
    const apart = graph.nodes.filter(
      ({ op, scope: { part } }) =>
        (part === 'loss' || part === 'optimizer' || part === 'data') && op !== 'Cast',
    );
    expect(apart.length).toBeGreaterThan(20);
    const types = apart.flatMap(({ inputs, outputs }) => [
      ...inputs.filter((ref) => !ref.startsWith('@')).map((ref) => held(ref).dtype),
      ...outputs.map((it) => it.dtype),
    ]);
    expect(types).not.toContain('bfloat16');
    for (const ref of [...Object.values(graph.results), ...graph.assigns.values()])
      expect(held(ref).dtype, ref).not.toBe('bfloat16');
    // It adds up in bfloat16 itself.
    expect(opsOf({ nodes: graph.nodes.filter(low) })).not.toHaveProperty('BiasAddGrad');
  });

  test('casts no value twice, and none there and back', () => {
    for (const graph of [stepOf(lenet), stepOf(residual)]) {
      const casts = castsIn(graph);
      const from = casts.map((it) => it.inputs[0] ?? '');
      expect(new Set(from).size).toBe(from.length);
      const names = new Set(casts.map((it) => it.name));
      expect(from.filter((it) => names.has(nodeOf(it)))).toEqual([]);
    }
  });

  test('casts the weights of a frozen teacher once for all', async () => {
    const { improve: watching, seen } = watched((it) => improve(it, 'bfloat16'));
    await courseOf(taughtByNorms(null), compiledBy(engine, watching, { precision: 'bfloat16' }));
    const [, taught] = seen.filter(([it]) => isStep(it)).at(-1) as [Graph, Graph];
    const ofTeacher = castsIn(taught).filter((it) => it.scope.part === 'teacher');
    // What is left are the images, and what goes to the norms of rows and from there.
    expect(ofTeacher.map((it) => it.inputs[0]).filter((it) => it?.includes('/read/'))).toEqual([]);
    expect(taught.once.variables.filter((it) => it.held.dtype === 'bfloat16').length).toBeGreaterThan(3);
  });

  describe('in training', () => {
    const course = (plan: Plan, precision: 'float32' | 'bfloat16'): Promise<Course> =>
      courseOf(plan, compiledBy(engine, improve, { precision }));
    const apart = (a: Float32Array, b: Float32Array): number =>
      Math.hypot(...a.map((it, at) => it - (b[at] ?? Number.NaN)));

    test.each([
      ['a CNN', lenet],
      ['a residual block', residual],
    ])(
      'comes to the losses and weights of float32 but for the rounding of eight digits: %s',
      async (_, layers) => {
        const plan = alone(layers);
        const [exact, rounded] = [await course(plan, 'float32'), await course(plan, 'bfloat16')];
        const losses = [...exact.told].filter(([name]) => name.endsWith(' loss'));
        expect(losses).toHaveLength(20);
        // Of the first loss, as the last ones are small.
        const share = ([name, it]: readonly [string, number]): number =>
          Math.abs((rounded.told.get(name) ?? Number.NaN) - it) / (losses[0]?.[1] ?? 0);
        const most = Math.max(...losses.map(share));
        // A rounding is 0.4 % at most; 0.2 % of the losses and 16 % of a weight's way were seen.
        expect(most).toBeLessThan(0.01);
        expect(most).toBeGreaterThan(0);
        for (const [name, { first, last }] of exact.values)
          if (name.startsWith('network'))
            expect(apart(last, rounded.values.get(name)?.last ?? last), name).toBeLessThan(
              0.3 * apart(first, last),
            );
      },
    );
  });

  test.each([
    ['a CNN', lenet],
    ['a residual block', residual],
  ])('is the same to the bit when it is done again: %s', async (_, layers) => {
    const way = compiledBy(engine, improve, { precision: 'bfloat16' });
    expect(otherBits(await courseOf(alone(layers), way), await courseOf(alone(layers), way))).toEqual([]);
  });

  test('sums the gradients of biases by the op that adds up in float32', () => {
    const builder = nodeBuilder('sums', { at: '', part: 'rest' });
    const [shape, T] = [[100_352, 4], type('bfloat16')];
    const cast = (from: string, [SrcT, DstT]: readonly DType[], held: Held): string =>
      builder.add('Cast', {
        inputs: [from],
        attributes: { SrcT: type(SrcT as DType), DstT: type(DstT as DType), Truncate: bool(false) },
        outputs: [held],
      });
    const fed = builder.feed('x', { shape, dtype: 'float32' });
    const x = cast(fed, ['float32', 'bfloat16'], { shape, dtype: 'bfloat16' });
    const held: Held = { shape: [4], dtype: 'bfloat16' };
    const sum = builder.add('Sum', {
      inputs: [x, builder.ints([0])],
      attributes: { T, Tidx: type('int32'), keep_dims: bool(false) },
      outputs: [held],
    });
    const gradient = builder.add('BiasAddGrad', {
      inputs: [x],
      attributes: { T, data_format: text('NHWC') },
      outputs: [held],
    });
    const sums = [sum, gradient].map((it) =>
      cast(it, ['bfloat16', 'float32'], { shape: [4], dtype: 'float32' }),
    );
    const session = openSession(engine.binding, builder.nodes);
    try {
      const values = new Float32Array(4 * 100_352).fill(1);
      const [right, wrong] = session.run(new Map([[fed, { shape, dtype: 'float32', values }]]), sums);
      expect(right).toEqual(new Float32Array(4).fill(100_352));
      // Where this fails TensorFlow has mended it, and the op may be used again.
      expect(wrong).not.toEqual(right);
    } finally {
      session.close();
    }
  });
});
