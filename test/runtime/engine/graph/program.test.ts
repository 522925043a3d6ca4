import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Graph } from '../../../../src/runtime/engine/graph/graph.ts';
import type { GraphEngine } from '../../../../src/runtime/engine/graph/graph-engine.ts';
import { hoistInvariants } from '../../../../src/runtime/engine/graph/passes/hoist-invariants.ts';
import { createProgram, FINITE, type Program } from '../../../../src/runtime/engine/graph/program.ts';
import { type Feed, record } from '../../../../src/runtime/engine/graph/recorder.ts';
import { inTidy } from '../../../../src/runtime/engine/in-tidy.ts';
import { compiles, graphEngine } from './tensorflow.ts';

/* Functions that share variables, and the session under them. */

type Counting = GraphEngine['binding'] & { getNumOfSavedModels(): number };

describe.runIf(compiles)('a program', () => {
  let engine: GraphEngine;
  const before = process.env.TMPDIR;
  let folder = '';
  let program: Program;
  const sessions = (): number => (engine.binding as Counting).getNumOfSavedModels();

  beforeAll(async () => {
    engine = await graphEngine();
  });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'potstill-test-'));
    process.env.TMPDIR = folder;
    program = createProgram(engine.binding);
  });
  afterEach(() => {
    program.close();
    expect(sessions()).toBe(0);
    expect(readdirSync(folder)).toEqual([]);
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
    rmSync(folder, { recursive: true });
  });

  type Run = (feed: Feed, w: tf.Tensor) => { readonly next: tf.Tensor; readonly changes: boolean };
  /** A function of a variable w and what it is fed as x. */
  const made = (entry: string, run: Run): Graph =>
    inTidy(() => {
      const w = tf.zeros([2]);
      return record(engine.backend, entry, new Map([['w', w]]), (feed) => {
        const { next, changes } = run(feed, w);
        return {
          results: { next, [FINITE]: tf.all(tf.isFinite(next)) },
          assigns: new Map(changes ? [['w', next]] : []),
        };
      });
    });
  const x = (feed: Feed): tf.Tensor => feed('x', tf.zeros([2]));
  const adding = (entry: string): Graph =>
    made(entry, (feed, w) => ({ next: tf.add(w, x(feed)), changes: true }));
  const declared = (...values: number[]): void =>
    program.declare('w', { shape: [2], dtype: 'float32', values: Float32Array.from(values) });
  const call = (entry: string, ...values: number[]): number[] => [
    ...(program.call(entry, { x: { shape: [2], values: Float32Array.from(values) } }).next ?? []),
  ];
  const w = (): number[] => [...(program.read(['w']).get('w') ?? [])];

  test('keeps what its variables hold when another function comes, in one session at a time', () => {
    declared(1, 2);
    program.define('first', adding('first'));
    expect(call('first', 10, 10)).toEqual([11, 12]);
    program.define('second', adding('second'));
    expect(call('second', 100, 200)).toEqual([111, 212]);
    expect(call('first', 1, 1)).toEqual([112, 213]);
    expect(sessions()).toBe(1);
    program.declare('v', { shape: [1], dtype: 'int32', values: Int32Array.of(7) });
    expect([...(program.read(['v']).get('v') ?? [])]).toEqual([7]);
    expect(w()).toEqual([112, 213]);
    expect(sessions()).toBe(1);
  });

  test('shares no variable with another one that has it by the same name', () => {
    const other = createProgram(engine.binding);
    try {
      for (const it of [program, other]) {
        it.declare('w', { shape: [2], dtype: 'float32', values: Float32Array.of(1, 1) });
        it.define('add', adding('add'));
      }
      expect(call('add', 1, 1)).toEqual([2, 2]);
      expect([...(other.read(['w']).get('w') ?? [])]).toEqual([1, 1]);
      expect(sessions()).toBe(2);
    } finally {
      other.close();
    }
  });

  test('owns its values: what they were declared from may change', () => {
    const values = Float32Array.of(1, 2);
    program.declare('w', { shape: [2], dtype: 'float32', values });
    program.define('add', adding('add'));
    call('add', 0, 0);
    values.fill(9);
    const read = program.read(['w']).get('w') as Float32Array;
    call('add', 1, 1);
    expect([...read]).toEqual([1, 2]);
    expect(w()).toEqual([2, 3]);
  });

  test.each([Number.POSITIVE_INFINITY, Number.NaN])(
    'whose function came to %s changes nothing, tells what it came to, and goes on',
    (value) => {
      declared(0.1, -0);
      program.define('add', adding('add'));
      const first = call('add', 0, -0);
      expect(call('add', 1, value)).toEqual([Math.fround(1.1), value]);
      expect(w().map((it, at) => Object.is(it, first[at]))).toEqual([true, true]);
      expect(call('add', 1, 1)).toEqual([Math.fround(Math.fround(0.1) + 1), 1]);
    },
  );

  test('has made every change before it answers', () => {
    declared(0, 0);
    program.define('add', adding('add'));
    for (let at = 1; at <= 200; at += 1) {
      call('add', 1, 2);
      expect(w()).toEqual([at, 2 * at]);
    }
  });

  test('computes what follows from fixed variables once, for every function, and again in another session', () => {
    declared(2, 3);
    const scaling = (entry: string, by: (it: tf.Tensor) => tf.Tensor): void => {
      const graph = made(entry, (feed, own) => ({ next: tf.mul(by(own), x(feed)), changes: false }));
      const hoisted = hoistInvariants({ ...graph, fixed: new Set(['w']) });
      expect(hoisted.once.variables.map((it) => it.held.shape)).toEqual([[2]]);
      program.define(entry, hoisted);
    };
    scaling('squared', tf.square);
    scaling('raised', (it) => tf.mul(it, 10));
    const answers = (): number[][] => [call('squared', 1, 10), call('raised', 1, 10)];
    const wanted = [
      [4, 90],
      [20, 300],
    ];
    expect(answers()).toEqual(wanted);
    program.define('add', adding('add'));
    expect(answers()).toEqual(wanted);
    expect(sessions()).toBe(1);
  });

  test('is fed no more than its function looks at', () => {
    declared(1, 1);
    program.define('add', adding('add'));
    const values = Float32Array.of(1, 1);
    const feeds = { x: { shape: [2], values }, y: { shape: [2], values } };
    expect([...(program.call('add', feeds, ['next']).next ?? [])]).toEqual([2, 2]);
  });

  test('says which function or variable it lacks', () => {
    declared(1, 1);
    expect(() => program.call('add', {})).toThrow('No function is called add');
    const bare = createProgram(engine.binding);
    expect(() => bare.define('add', adding('add'))).toThrow('No variable is called w');
  });

  test('leaves no file behind where TensorFlow does not take the graph', () => {
    declared(1, 1);
    const graph = adding('add');
    program.define('add', {
      ...graph,
      nodes: graph.nodes.map((it) => (it.op === 'Add' ? { ...it, op: 'NoSuchOp' } : it)),
    });
    expect(() => call('add', 1, 1)).toThrow(/NoSuchOp/);
    expect(readdirSync(folder)).toEqual([]);
    program.define('add', graph);
    expect(call('add', 1, 1)).toEqual([2, 2]);
    // While a session is open as well.
    expect(readdirSync(folder)).toEqual([]);
  });
});
