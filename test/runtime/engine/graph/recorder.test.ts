import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Layer } from '../../../../src/plan/layers.ts';
import { type Graph, wireName } from '../../../../src/runtime/engine/graph/graph.ts';
import type { GraphEngine } from '../../../../src/runtime/engine/graph/graph-engine.ts';
import { improve } from '../../../../src/runtime/engine/graph/improve.ts';
import { NotRecordable } from '../../../../src/runtime/engine/graph/recorded-values.ts';
import { type Feed, record } from '../../../../src/runtime/engine/graph/recorder.ts';
import { inTidy } from '../../../../src/runtime/engine/in-tidy.ts';
import { opByOp } from '../../../../src/runtime/engine/op-by-op.ts';
import { streamOf } from '../../../../src/runtime/engine/streams.ts';
import { chain } from '../plans.ts';
import { differences } from './agreement.ts';
import { compiledBy, courseOf } from './course.ts';
import { alone, LAYERS } from './layer-plans.ts';
import { PIPELINES } from './pipelines.ts';
import { constantsOf, recordedSteps, unseededOps } from './recorded-steps.ts';
import { smallPlan } from './small-plans.ts';
import { compiles, graphEngine } from './tensorflow.ts';

/* What a step is recorded as: all of it, and nothing that is the same at every step by mistake. */

test('names on the wire are made of what TensorFlow takes, and no two are the same', () => {
  const name = fc.string({ unit: 'binary', maxLength: 8 });
  const close = fc.constantFrom(
    '.',
    '.2e.',
    '2e',
    'a',
    ':',
    '.3a.',
    '/',
    '^',
    '@',
    ',',
    ' ',
    '\ud800',
    '\u{1f600}',
  );
  const any = fc.oneof(
    name,
    fc.array(close, { maxLength: 4 }).map((it) => it.join('')),
  );
  fc.assert(
    fc.property(any, any, (a, b) => {
      expect(wireName(a)).toMatch(/^[A-Za-z0-9_/.-]*$/);
      expect(wireName(a) === wireName(b)).toBe(a === b);
    }),
    { numRuns: process.env.POTSTILL_FULL ? 20_000 : 300 },
  );
});

describe.runIf(compiles)('a recording', () => {
  let engine: GraphEngine;
  beforeAll(async () => {
    engine = await graphEngine();
  });
  const recorded = (run: (feed: Feed, weight: tf.Tensor) => tf.Tensor): Graph =>
    inTidy(() => {
      const weight = tf.tensor([1, 2, 3]);
      const variables = new Map([['network-1/kernel', weight]]);
      return record(engine.backend, 'r', variables, (feed) => ({
        results: { value: run(feed, weight) },
        assigns: new Map(),
      }));
    });
  const fed = (feed: Feed): tf.Tensor => feed('x', tf.tensor([4, 5, 6]));

  test.each<[string, (feed: Feed, weight: tf.Tensor) => tf.Tensor]>([
    ['Placeholder', fed],
    ['Mul', (feed) => tf.mul(fed(feed), 2)],
    ['Relu', (_, weight) => tf.relu(weight)],
    ['network-1/kernel', (_, weight) => weight],
  ])('refuses to read a value of %s back, and names it', (name, of) => {
    const before = tf.memory();
    expect(() => recorded((feed, weight) => tf.tensor(of(feed, weight).dataSync()))).toThrow(
      new NotRecordable(
        `a value of ${name} is read back in the middle of a step, and would be the same at every step`,
      ),
    );
    expect(tf.memory()).toMatchObject({
      numTensors: before.numTensors,
      numDataBuffers: before.numDataBuffers,
    });
  });

  test('refuses it also where nobody waits for the value', async () => {
    const promises: Promise<unknown>[] = [];
    recorded((feed) => {
      const value = tf.square(fed(feed));
      promises.push(value.data());
      return value;
    });
    await expect(promises[0]).rejects.toThrow('a value of Square is read back');
  });

  test('lets constants be read, and what is made of them alone', () => {
    const { nodes } = recorded((feed) => tf.mul(fed(feed), tf.add(2, 3).dataSync()[0] as number));
    const values = nodes.flatMap(({ attributes: { value } }) =>
      value?.kind === 'tensor' ? [...value.value.values] : [],
    );
    expect(values).toContain(5);
  });

  test('refuses an attribute that it cannot write', () => {
    const odd = { name: 'shapes', type: 99, value: [] };
    expect(() => recorded((feed) => engine.backend.executeSingleOutput('Relu', [odd], [fed(feed)]))).toThrow(
      new NotRecordable('the attribute shapes of Relu is of an unknown kind'),
    );
  });

  test('leaves the backend as it was, also where it was refused', () => {
    expect(() => recorded((feed) => tf.tensor(fed(feed).dataSync()))).toThrow(NotRecordable);
    recorded((feed) => tf.neg(fed(feed)));
    expect(Object.keys(engine.backend)).not.toContain('executeSingleOutput');
    const slope = tf.tidy(() =>
      tf
        .grad((x) => tf.sum(tf.square(x)))(tf.tensor([1, 2]))
        .dataSync()
        .slice(),
    );
    expect([...slope]).toEqual([2, 4]);
  });

  test('is of the whole function, and leaves no tensor behind', () => {
    const before = tf.memory();
    const { nodes, results } = recorded((feed, weight) => tf.sum(tf.mul(fed(feed), weight)));
    expect(nodes.map((it) => it.op)).toEqual(['Placeholder', 'ReadVariableOp', 'Mul', 'Const', 'Sum']);
    expect(nodes.at(-1)).toMatchObject({ name: results.value, outputs: [{ shape: [], dtype: 'float32' }] });
    expect(tf.memory()).toMatchObject({
      numTensors: before.numTensors,
      numDataBuffers: before.numDataBuffers,
    });
  });

  test('of layers whose names are no names is the step of these layers', async () => {
    const names = ['a:1', 'b,c', '@v ^w', '..', '\u{1f600}', 'x/kernel', 'ä.2e.', '\n"\\'];
    const layers = renamed(
      chain([
        { kind: 'conv2d', filters: 3, kernel: 3, stride: 1, padding: 'same', bias: false },
        { kind: 'batch-norm', momentum: 0.9, epsilon: 1e-3 },
        { kind: 'activation', function: 'relu' },
        { kind: 'max-pool', size: 2, stride: 2 },
        { kind: 'flatten' },
        { kind: 'dense', units: 6 },
        { kind: 'activation', function: 'relu' },
        { kind: 'dropout', rate: 0.3 },
        { kind: 'dense', units: 10 },
      ]),
      names,
    );
    const plan = alone(layers, { batch: 14, epochs: 1 });
    const expected = await courseOf(plan, opByOp);
    expect(expected.values.has('network-1/a:1/kernel')).toBe(true);
    expect(differences(expected, await courseOf(plan, compiledBy(engine, improve)))).toEqual([]);
  });
});

function renamed(layers: readonly Layer[], names: readonly string[]): Layer[] {
  const now = new Map(layers.map((it, at) => [it.id, names[at] ?? it.id]));
  const name = (id: string): string => now.get(id) ?? id;
  return layers.map((it) => ({ ...it, id: name(it.id), from: it.from.map(name) }));
}

/*
 * What JavaScript draws is a constant of the recording, and the same at every step. It shows itself where the step is
 * recorded again, by another seed: its constants are others. What TensorFlow draws by itself has a name.
 */
describe.runIf(compiles)('nothing random is frozen', () => {
  let engine: GraphEngine;
  beforeAll(async () => {
    engine = await graphEngine();
  });
  const plans = [
    ...[...new Set(Object.values(PIPELINES).flat())].map(smallPlan),
    ...Object.values(LAYERS).map((it) => alone(it)),
  ];

  test('in any step of the catalogue', () => {
    const drawing = new Set<string>();
    for (const plan of plans) {
      const [one, other] = [recordedSteps(engine, plan, 1), recordedSteps(engine, plan, 2)];
      expect(other.map(constantsOf)).toEqual(one.map(constantsOf));
      expect(one.flatMap(unseededOps)).toEqual([]);
      for (const { nodes } of one)
        for (const { op } of nodes) if (op.startsWith('Stateless')) drawing.add(op);
    }
    expect([...drawing]).toEqual(['StatelessRandomUniform']);
  });

  const frozen = (draw: (x: tf.Tensor, seed: number) => tf.Tensor) => (seed: number) =>
    inTidy(() =>
      record(engine.backend, 'r', new Map(), (feed) => ({
        results: { value: draw(feed('x', tf.ones([2, 3])), seed) },
        assigns: new Map(),
      })),
    );

  test.each<[string, (x: tf.Tensor, seed: number) => tf.Tensor]>([
    ["tfjs's own draws", (x) => tf.mul(x, tf.randomUniform([2, 3]))],
    ["tfjs's dropout", (x) => tf.dropout(x, 0.5)],
    ['draws of a seeded stream', (x, seed) => tf.mul(x, streamOf(seed, 'own', 0).uniform())],
  ])('%s would be found by the constants', (_, draw) => {
    const make = frozen(draw);
    expect(constantsOf(make(2))).not.toEqual(constantsOf(make(1)));
  });

  test('draws of TensorFlow that no step seeds would be found by their name', () => {
    const graph = frozen((x) => tf.cast(tf.multinomial(tf.log(x) as tf.Tensor2D, 2, 1), 'float32'))(1);
    expect(unseededOps(graph)).toEqual(['Multinomial']);
  });
});
