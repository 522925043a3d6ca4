import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { memoryContrast, memoryEntry } from '../../src/nodes/loss/contrastive-memory/op.ts';
import type { Layer } from '../../src/plan/layers.ts';
import { networkShape } from '../../src/plan/layers.ts';
import type { Kernel } from '../../src/plan/operation.ts';
import { checkpointFolder, listCheckpoints } from '../../src/runtime/checkpoints.ts';
import type { Learning } from '../../src/runtime/engine/layers/layer-run.ts';
import { memory } from '../../src/runtime/engine/layers/memory.ts';
import { decodeSafetensors } from '../../src/runtime/safetensors.ts';
import { shifting } from '../runtime/engine/graph/alone-documents.ts';
import { onPatterns } from '../runtime/engine/graph/small-plans.ts';
import { remembered } from '../runtime/engine/graph/taught-documents.ts';
import { PATTERNS } from '../runtime/engine/patterns.ts';
import { runHere } from '../runtime/engine/run-here.ts';
import { plainKernel } from './kernel.ts';
import { onLayers } from './on-layers.ts';

let k: Kernel;
beforeAll(async () => {
  k = await plainKernel();
});

type Memory = Extract<Layer, { kind: 'memory' }>;
const layer: Memory = {
  ...{ id: 'memory', kind: 'memory', from: ['input'], examples: 4, width: 2, negatives: 4 },
  ...{ keep: 0.5, temperature: 0.5 },
};
/** Rows along the axes and between them; classes 3, unknown, 5 and 3. */
const HELD = {
  rows: tf.tensor2d([
    [1, 0],
    [0, 1],
    [-1, 0],
    [0.6, 0.8],
  ]),
  classes: tf.tensor2d([[4], [0], [6], [4]]),
  started: tf.tensor1d([1]),
  usual: tf.tensor1d([0.5]),
};

/** What the layer gives for queries [n, 2], and what it is to hold afterwards. Every row is drawn once, in order. */
function asked(entries: number[][], held: Partial<typeof HELD> = {}) {
  const statistics: Learning['statistics'] = new Map();
  const learning = {
    random: () => tf.tensor1d([0, 0.25, 0.5, 0.75]),
    progress: () => tf.scalar(0),
    ...{ stream: 'it', statistics },
  } as Learning;
  const weights = { ...HELD, ...held };
  const x = tf.tensor2d(entries);
  const weight = (name: string) => weights[name as keyof typeof HELD];
  const given = memory({ layer, inputs: [x], x, weight, learning }).arraySync() as number[][];
  const next = statistics.get('memory')?.exact ?? expect.fail('nothing was told');
  const read = (name: string) => (next[name] as tf.Tensor).arraySync();
  return { given, rows: read('rows'), classes: read('classes'), usual: read('usual') };
}

describe('a memory', () => {
  // Example 0 of class 3, asked along the first axis; it is to hold the second axis.
  const entry = [1, 0, 0, 1, 3, 0];

  test('tells how alike the own row and drawn others are, beside what is usual', () => {
    const [row = []] = asked([entry]).given;
    expect(row[0]).toBeCloseTo(1 / 0.5 - 0.5, 6);
    expect(row[2]).toBeCloseTo(0 - 0.5, 6);
    expect(row[3]).toBeCloseTo(-1 / 0.5 - 0.5, 6);
  });

  test('leaves out the example itself and those of its class, but not those that were not seen yet', () => {
    const [row = []] = asked([entry]).given;
    expect([row[1], row[4]]).toEqual([-1e9, -1e9]);
    const [other = []] = asked([[1, 0, 0, 1, 7, 0]]).given;
    expect(other.map((it) => it < -1e8)).toEqual([false, true, false, false, false]);
  });

  test('holds half of what is new afterwards, at length 1, in the rows of the batch alone', () => {
    const { rows, classes } = asked([entry, [0, 1, -1, 0, 9, 2]]);
    const flat = (rows as number[][]).map((it) => it.map((value) => Number(value.toFixed(6))));
    expect(flat).toEqual([
      [Math.SQRT1_2, Math.SQRT1_2].map((it) => Number(it.toFixed(6))),
      [0, 1],
      [-1, 0],
      [0.6, 0.8],
    ]);
    expect(classes).toEqual([[4], [0], [10], [4]]);
  });

  test('takes what is usual from the first batch, and keeps it', () => {
    const [likes, fresh] = [
      [2, 2, 0, -2, 1.2],
      { started: tf.zeros([1]) as tf.Tensor1D, usual: tf.zeros([1]) as tf.Tensor1D },
    ];
    const mean = Math.log(likes.reduce((sum, it) => sum + Math.exp(it), 0) / 5);
    const { given, usual } = asked([entry], fresh);
    expect((usual as number[])[0]).toBeCloseTo(mean, 5);
    expect(given[0]?.[0]).toBeCloseTo(2 - mean, 5);
    expect(asked([entry]).usual).toEqual([0.5]);
  });

  test('has a row for each example, and no weight that learns', () => {
    const { layers } = networkShape([layer], [6]);
    expect(layers.get('memory')?.output).toEqual([5]);
    expect(layers.get('memory')?.weights.some((it) => it.trained)).toBe(false);
    expect(() => networkShape([layer], [5])).toThrow(/takes rows of 6 numbers/);
  });
});

describe('the contrast', () => {
  const value = (scores: number[][]) =>
    onLayers(k, memoryContrast, { scores: tf.tensor2d(scores) }, {}, 'scores');

  test('is the noise-contrastive estimate of the paper', () => {
    // r = 2 for the own row, 1 and 3 for two others.
    const wanted = -(Math.log(2 / 4) + Math.log(2 / 3) + Math.log(2 / 5));
    expect(value([[Math.log(2), 0, Math.log(3)]]).value).toBeCloseTo(wanted, 5);
  });

  test('counts what counts alone', () => {
    const wanted = -(Math.log(2 / 3) + Math.log(1 / 2));
    const { value: found, gradient } = value([[Math.log(2), 0, -1e9]]);
    expect(found).toBeCloseTo(wanted, 5);
    expect(gradient[2]).toBeCloseTo(0, 9);
  });

  test('lets a gradient into what asks, and none into what is to be held', () => {
    const roles = { labels: tf.tensor1d([1, 2], 'int32'), examples: tf.tensor1d([5, 9], 'int32') };
    const inputs = {
      query: tf.tensor2d([
        [3, 4],
        [0, 2],
      ]),
      own: tf.tensor2d([
        [0, 5],
        [0, 0],
      ]),
      ...roles,
    };
    const entries = memoryEntry.run(k, inputs, {});
    expect((entries.arraySync() as number[][]).map((row) => row.map((it) => Number(it.toFixed(6))))).toEqual([
      [0.6, 0.8, 0, 1, 1, 5],
      [0, 1, 0, 0, 2, 9],
    ]);
    const squares = (given: Partial<typeof inputs>) =>
      tf.sum(tf.square(memoryEntry.run(k, { ...inputs, ...given }, {}).slice([0, 0], [2, 1])));
    const slope = tf.grad((query: tf.Tensor) => squares({ query: query as tf.Tensor2D }))(inputs.query);
    expect(Math.max(...slope.abs().dataSync())).toBeGreaterThan(0.01);
    const ofOwn = tf.grad((own: tf.Tensor) => squares({ own: own as tf.Tensor2D }));
    expect(() => ofOwn(inputs.own)).toThrow(/Cannot compute gradient/);
  });
});

test.each([
  ['as they are', remembered],
  ['moved by some pixels each time', shifting(remembered)],
])(
  'through shuffled epochs images %s find their own row: the memory knows the class of each',
  async (_, of) => {
    const plan = onPatterns(of);
    const stages = plan.stages.map((it) => ({ ...it, epochs: 2, steps: 2 * it.steps }));
    const told = await runHere({ ...plan, stages, engine: { ...plan.engine, kind: 'cpu' } });
    expect(told.ending.text).toBe('The run is done.');
    const [last = expect.fail('no checkpoint')] = await listCheckpoints(
      told.folder,
      stages.map((it) => it.id),
    );
    const folder = checkpointFolder(told.folder, last);
    const held = readdirSync(folder)
      .filter((it) => it.endsWith('.safetensors'))
      .flatMap((it) => [...decodeSafetensors(readFileSync(join(folder, it))).tensors])
      .filter(([name]) => name.endsWith('memory/classes') && !name.includes('/network-0/'));
    expect(held).toHaveLength(2);
    const labels = PATTERNS.get('train-labels-idx1-ubyte')?.subarray(8) ?? expect.fail();
    for (const [, { values }] of held) {
      expect(values).toHaveLength(96);
      expect([...values]).toEqual([...labels.subarray(0, 96)].map((it) => it + 1));
    }
  },
);
