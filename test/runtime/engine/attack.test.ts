import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { pixelRange } from '../../../src/plan/pixel-scale.ts';
import type { Attack, Output, Perturbed, Plan, Stage } from '../../../src/plan/plan.ts';
import { attacked } from '../../../src/runtime/engine/attack.ts';
import { attackedImages } from '../../../src/runtime/engine/attacked-images.ts';
import { freshWeights } from '../../../src/runtime/engine/fresh-weights.ts';
import { kernelAt } from '../../../src/runtime/engine/kernel.ts';
import { learningPass } from '../../../src/runtime/engine/learning-pass.ts';
import { lossGraph } from '../../../src/runtime/engine/loss-graph.ts';
import { disposeNetwork, forward, liveNetwork } from '../../../src/runtime/engine/networks.ts';
import { streamOf } from '../../../src/runtime/engine/streams.ts';
import { ATTACKED, attack, misled, RANGE, robust } from './attack-plans.ts';
import { BACKENDS, use } from './backends.ts';
import { noise, oneStep } from './one-step.ts';
import { mlpLayers, network, source } from './plans.ts';
import { runHere } from './run-here.ts';

const SIZE = 12;
const SHAPE = [SIZE, 8, 8, 1];
const LABELS = Array.from({ length: SIZE }, (_, at) => at % 10);

/** Pixels that a network may be shown, from the darkest to the brightest. */
function images(seed = 1): Float32Array {
  const stream = streamOf(seed, 'images', 0);
  const [width, least] = [RANGE.most - RANGE.least, RANGE.least];
  return Float32Array.from({ length: SIZE * 64 }, () => {
    const draw = stream.uniform();
    // Many stand at the rim, as in handwriting.
    return least + width * Math.min(1, Math.max(0, 1.6 * draw - 0.3));
  });
}
const draws = (): tf.Tensor => {
  const stream = streamOf(3, 'draws', 0);
  return tf.tensor(
    Float32Array.from({ length: SIZE * 64 }, () => stream.uniform()),
    SHAPE,
  );
};

/** Cross-entropy of x · w under the labels, and its slope at x, in float64. */
function linear(w: Float32Array) {
  const logits = (x: ArrayLike<number>, row: number): number[] =>
    Array.from({ length: 10 }, (_, c) => {
      let sum = 0;
      for (let at = 0; at < 64; at += 1) sum += (x[row * 64 + at] ?? 0) * (w[at * 10 + c] ?? 0);
      return sum;
    });
  return (x: ArrayLike<number>): Float64Array => {
    const slope = new Float64Array(SIZE * 64);
    for (let row = 0; row < SIZE; row += 1) {
      const z = logits(x, row);
      const top = Math.max(...z);
      const sum = z.reduce((total, it) => total + Math.exp(it - top), 0);
      const apart = z.map((it, c) => Math.exp(it - top) / sum - (c === LABELS[row] ? 1 : 0));
      for (let at = 0; at < 64; at += 1)
        slope[row * 64 + at] = apart.reduce((total, it, c) => total + it * (w[at * 10 + c] ?? 0), 0) / SIZE;
    }
    return slope;
  };
}

const largest = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((most, it, at) => Math.max(most, Math.abs(it - (b[at] ?? Number.NaN))), 0);

describe.each(BACKENDS)('on %s', (_, backend) => {
  beforeAll(async () => {
    await use(backend);
  });
  const stream = streamOf(2, 'weights', 0);
  const w = Float32Array.from({ length: 640 }, () => 0.3 * stream.normal());
  const loss = (x: tf.Tensor): tf.Tensor =>
    tf.losses.softmaxCrossEntropy(
      tf.oneHot(LABELS, 10),
      tf.matMul(tf.reshape(x, [SIZE, 64]), tf.tensor(w, [64, 10])),
    );
  const run = (
    changes: Partial<Attack>,
    x = images(),
  ): { moved: Float32Array; before: number; after: number } =>
    tf.tidy(() => {
      const from = tf.tensor(x, SHAPE);
      const to = attacked(from, attack(changes), draws, loss);
      const [before, after] = [from, to].map((it) => loss(it).dataSync()[0] as number) as [number, number];
      return { moved: to.dataSync<'float32'>().slice(), before, after };
    });

  test.each([
    ['steps from a random place', {}],
    ['steps from the image', { start: 'image' }],
    ['one step', { start: 'image', iterations: 1, step: 0.4 }],
    ['steps longer than the radius', { step: 3 }],
    ['a radius beyond all pixels', { radius: 50, step: 20 }],
  ] as const)(
    '%s: no pixel goes further than the radius or out of what a pixel can be, and the loss rises',
    (_, changes) => {
      const { radius } = attack(changes);
      for (const seed of [1, 2, 3]) {
        const x = images(seed);
        const { moved, before, after } = run(changes, x);
        expect(largest(moved, x)).toBeLessThanOrEqual(radius * (1 + 1e-6));
        expect(Math.min(...moved)).toBeGreaterThanOrEqual(Math.fround(RANGE.least));
        expect(Math.max(...moved)).toBeLessThanOrEqual(Math.fround(RANGE.most));
        expect(after).toBeGreaterThan(before);
      }
    },
  );

  test.each([
    ['the image', attack({ start: 'image' })],
    ['a random place', attack()],
  ])('the steps from %s are those of the formula, in float64', (_, own) => {
    const slopeAt = linear(w);
    const x = images();
    const start = tf.tidy(() => draws().dataSync().slice());
    const within = (value: number, at: number): number => {
      const from = x[at] ?? 0;
      const low = Math.max(from - own.radius, own.least);
      return Math.min(Math.max(value, low), Math.min(from + own.radius, own.most));
    };
    let here = Float64Array.from(x, (it, at) =>
      own.start === 'image' ? it : within(it + own.radius * (2 * (start[at] ?? 0) - 1), at),
    );
    for (let step = 0; step < own.iterations; step += 1) {
      const slope = slopeAt(here);
      here = here.map((it, at) => within(it + own.step * Math.sign(slope[at] ?? 0), at));
    }
    expect(largest(run(own).moved, here)).toBeLessThan(1e-5);
  });

  const student = network('network-1', ATTACKED);
  const teacher = network('network-2', mlpLayers(12), { role: 'teacher' });

  /** What the attack of a stage makes of a batch, and what the student's loss is there as it learns. */
  function ofStage(stage: Stage, step = 3) {
    const lives = [student, teacher].map((it) => liveNetwork(it, freshWeights(it, 5, `start ${it.id}`)));
    const [live] = lives as [(typeof lives)[number]];
    try {
      return tf.tidy(() => {
        const graph = lossGraph(stage, new Map(lives.map((it) => [it.network.id, it])));
        const kernel = kernelAt(stage.seed, step, stage.steps);
        const x = tf.tensor(images(), SHAPE);
        const labels = tf.tensor1d(LABELS, 'int32');
        const batch = { x, labels, targets: null, known: new Map() };
        const made = attackedImages(graph, kernel, stage, 0, batch).get('perturbed-1') as tf.Tensor;
        const asItLearns = (at: tf.Tensor): tf.Tensor => {
          const pass = learningPass(kernel, stage, 0);
          const answers = forward(live, ATTACKED, at, pass.learning(live)).get('logits') as tf.Tensor;
          pass.dispose();
          return tf.mean(kernel.softmaxCrossEntropy(answers, tf.oneHot(labels, 10)));
        };
        const stream = 'attack/weights-network-1/0';
        const by = stage.perturbed?.[0]?.attack ?? expect.fail();
        const expected = attacked(x, by, () => kernel.random(stream, SHAPE), asItLearns);
        const [clean, under] = [x, made].map((it) => asItLearns(it).dataSync()[0] as number);
        return { made: made.dataSync().slice(), expected: expected.dataSync().slice(), clean, under };
      });
    } finally {
      for (const it of lives) disposeNetwork(it);
    }
  }

  test('a stage attacks its student as it learns: by the statistics of the batch, with the same units dropped', () => {
    const { made, expected, clean, under } = ofStage(misled());
    expect(made).toEqual(expected);
    expect(under).toBeGreaterThan(clean ?? Number.NaN);
  });

  test('other steps draw other starts', () => {
    expect(ofStage(misled(), 4).made).not.toEqual(ofStage(misled(), 3).made);
  });

  test('running statistics are those of the images, and no gradient goes through the attack', () => {
    const weights = freshWeights(student, 5, 'start');
    const batch = { ...noise([8, 8, 1], SIZE, 10), images: images() };
    const own = misled();
    const taps = own.taps.filter((it) => it.network === 'network-1');
    const [labelled, ,] = own.terms;
    const robust = {
      id: 'term-30',
      op: 'loss.cross-entropy',
      in: { student: 'tap-29', labels: 'labels' },
      args: { smoothing: 0 },
    };
    const total = {
      id: 'term-31',
      op: 'loss.weighted-sum',
      in: { first: labelled?.id ?? '', second: robust.id },
      args: { weights: [0, 1] },
    };
    const terms = [labelled as Stage['terms'][number], robust, total];
    const { perturbed } = own;
    const both = oneStep(student, weights, batch, {
      ...(perturbed && { perturbed }),
      taps,
      terms,
      total: total.id,
    });
    const clean = oneStep(student, weights, batch, {
      taps: taps.slice(0, 1),
      terms: terms.slice(0, 1),
      total: labelled?.id ?? '',
    });
    for (const name of ['batch-norm-2/mean', 'batch-norm-2/variance'])
      expect(both.after.get(name)).toEqual(clean.after.get(name));
    // The gradient is that of the same images as a batch of their own.
    const moved = ofStageImages(own, weights);
    const alone = oneStep(
      student,
      weights,
      { ...batch, images: moved },
      { taps: taps.slice(0, 1), terms: terms.slice(0, 1), total: labelled?.id ?? '' },
    );
    for (const name of ['conv2d-1/kernel', 'logits/kernel', 'batch-norm-2/gamma'])
      expect(largest(both.gradient.get(name) ?? [], alone.gradient.get(name) ?? []), name).toBeLessThan(1e-6);
    expect(both.result.terms[robust.id]).toBeCloseTo(alone.result.loss, 5);
    expect(both.result.loss).toBeGreaterThan(clean.result.loss);
  });

  function ofStageImages(stage: Stage, weights: ReadonlyMap<string, Float32Array>): Float32Array {
    const live = liveNetwork(student, weights);
    try {
      return tf.tidy(() => {
        const graph = lossGraph({ ...stage, taps: [], terms: [] }, new Map([['network-1', live]]));
        const x = tf.tensor(images(), SHAPE);
        const labels = tf.tensor1d(LABELS, 'int32');
        const kernel = kernelAt(stage.seed, 0, stage.steps);
        const made = attackedImages(graph, kernel, stage, 0, { x, labels, targets: null, known: new Map() });
        return (made.get('perturbed-1') as tf.Tensor).dataSync<'float32'>().slice();
      });
    } finally {
      disposeNetwork(live);
    }
  }
});

describe('a plan is refused before it trains', () => {
  const trained = (changes: Partial<Perturbed>): Plan => {
    const plan = robust();
    const [first, second] = plan.stages as [Stage, Stage];
    const perturbed = second.perturbed?.map((it) => ({ ...it, ...changes }));
    return { ...plan, stages: [first, { ...second, ...(perturbed && { perturbed }) }] };
  };
  const measured = (changes: Partial<Attack>): Plan => {
    const asked = { kind: 'evaluation', network: 'network-1', source: 'source-1', part: 'test' } as const;
    const output: Output = { id: 'output-1', ...asked, teacher: null, attack: attack(changes) };
    return { ...robust(), outputs: [output] };
  };
  test.each([
    [
      'that attacks a network of nobody',
      trained({ network: 'network-7' }),
      /perturbed-1 attacks network-7, which is not in the plan/,
    ],
    [
      'that teaches where pixels have no room',
      trained({ attack: attack({ most: RANGE.least }) }),
      /perturbed-1 leaves pixels no room: -1 … -1/,
    ],
    [
      'that measures where pixels have no room',
      measured({ start: 'image', most: -2 }),
      /output-1 leaves pixels no room: -1 … -2/,
    ],
    [
      'that measures by an attack with random starts',
      measured({ start: 'random' }),
      /output-1 begins its attack at random places/,
    ],
  ])('%s', async (_, of, message) => {
    const told = await runHere(of);
    expect(told.of('problem')[0]).toMatchObject({
      code: 'plan-attack',
      message: expect.stringMatching(message),
    });
    expect(told.of('metrics')).toEqual([]);
  });
});

describe('the range of pixels', () => {
  test('is what a network is shown of the darkest and the brightest byte, to the last bit', () => {
    const { least, most } = pixelRange(source().transform);
    expect(least).toBe(Math.fround((0 - 0.3) / 0.3));
    expect(most).toBeCloseTo(RANGE.most, 6);
  });

  test('stands the right way round where a transform turns images into their negatives', () => {
    const { least, most } = pixelRange([{ kind: 'scale', by: -1 / 255, add: 1 }]);
    expect(least).toBeCloseTo(0, 6);
    expect(most).toBe(1);
  });
});
