import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { generatorLayers } from '../../../src/nodes/loss/generator-layers.ts';
import { networkShape } from '../../../src/plan/layers.ts';
import { learningIn, type Plan, type Stage } from '../../../src/plan/plan.ts';
import { freshWeights } from '../../../src/runtime/engine/fresh-weights.ts';
import { kernelAt } from '../../../src/runtime/engine/kernel.ts';
import { learningPass } from '../../../src/runtime/engine/learning-pass.ts';
import { lossGraph } from '../../../src/runtime/engine/loss-graph.ts';
import { disposeNetwork, type LiveNetwork, liveNetwork } from '../../../src/runtime/engine/networks.ts';
import { createOptimizer } from '../../../src/runtime/engine/optimizer.ts';
import { trainStep } from '../../../src/runtime/engine/step.ts';
import { streamOf } from '../../../src/runtime/engine/streams.ts';
import { withParams } from '../compile/templates.ts';
import { BACKENDS, use } from './backends.ts';
import { withLoss } from './graph/loss-pipelines.ts';
import { lenet, taughtByMaps } from './graph/small-documents.ts';
import { smallPlan } from './graph/small-plans.ts';

const [STUDENT, TEACHER] = ['network-1', 'network-2'];
const SIZE = 6;
const SHAPE = [SIZE, 12, 12, 1];

/** The stage of a loss that makes its own images, on images of 12×12. */
function planOf(loss: string): Plan {
  const narrow = withParams(withParams(taughtByMaps, 'teacher-network', lenet), 'student-network', lenet);
  return smallPlan(withLoss(narrow, loss));
}
const stageOf = ({ stages }: Plan): Stage => stages.at(-1) ?? expect.fail();

describe('a generator', () => {
  test.each([
    [[28, 28, 1], 16],
    [[32, 32, 3], 32],
    [[9, 13, 2], 2],
  ])('makes images of %j', (shape, maps) => {
    expect(networkShape(generatorLayers(shape, maps), [7]).output).toEqual(shape);
  });
});

describe.each(BACKENDS)('on %s', (_, backend) => {
  beforeAll(async () => {
    await use(backend);
  });

  /** Calls with all networks of a plan on the device. */
  function withNetworks<T>(plan: Plan, run: (networks: ReadonlyMap<string, LiveNetwork>) => T): T {
    const lives = plan.networks.map((it) => liveNetwork(it, freshWeights(it, 4, `start ${it.id}`)));
    try {
      return run(new Map(lives.map((it) => [it.network.id, it])));
    } finally {
      for (const it of lives) disposeNetwork(it);
    }
  }
  const random = (seed: number, size: number): Float32Array => {
    const stream = streamOf(seed, 'images', 0);
    return Float32Array.from({ length: size }, () => stream.normal());
  };

  /** The gradient of a term at every weight that learns, by its name; null where it reaches nothing. */
  function gradientsOf(plan: Plan, ref: string, step = 2): Map<string, Float32Array | null> {
    const stage = stageOf(plan);
    return withNetworks(plan, (networks) => {
      const weights = learningIn(stage).flatMap((id) =>
        [...(networks.get(id)?.weights ?? [])].map(([name, it]) => [`${id}/${name}`, it] as const),
      );
      const found = new Map<string, Float32Array | null>();
      tf.tidy(() => {
        const kernel = kernelAt(stage.seed, step, stage.steps);
        const graph = lossGraph(stage, networks);
        const x = tf.tensor(random(1, SIZE * 144), SHAPE);
        const labels = tf.zeros([SIZE], 'int32');
        const pass = learningPass(kernel, stage, 0);
        const { grads } = tf.engine().gradients(
          () =>
            graph
              .evaluate(kernel, { x, labels, targets: null, known: new Map() }, pass.learning)
              .terms.get(ref) as tf.Scalar,
          weights.map(([, it]) => it),
          undefined,
          true,
        );
        pass.dispose();
        for (const [at, [name]] of weights.entries())
          found.set(name, grads[at]?.dataSync<'float32'>().slice() ?? null);
      });
      return found;
    });
  }
  const norm = (gradients: ReadonlyMap<string, Float32Array | null>, network: string): number =>
    Math.hypot(
      ...[...gradients].flatMap(([name, it]) => (name.startsWith(`${network}/`) ? [...(it ?? [])] : [])),
    );
  const termOf = ({ terms }: Stage, op: string): string =>
    terms.find((it) => it.op === op)?.id ?? expect.fail(op);

  test('DAFL: the student learns from its own part alone, the generator from the others alone', () => {
    const plan = planOf('loss.dafl');
    const stage = stageOf(plan);
    const [generator = ''] = stage.projectors;
    expect(stage).toMatchObject({ train: [STUDENT], projectors: [generator] });
    const soft = gradientsOf(plan, termOf(stage, 'loss.tempered-softmax'));
    expect(norm(soft, STUDENT)).toBeGreaterThan(1e-4);
    expect(norm(soft, generator)).toBe(0);
    for (const op of ['loss.one-hot', 'loss.class-balance', 'loss.activity']) {
      const own = gradientsOf(plan, termOf(stage, op));
      expect(norm(own, STUDENT), op).toBe(0);
      expect(norm(own, generator), op).toBeGreaterThan(1e-6);
    }
  });

  test('ZSKT: what the student goes down the generator goes up', () => {
    const plan = planOf('loss.zskt');
    const stage = stageOf(plan);
    const [generator = ''] = stage.projectors;
    const turned = termOf(stage, 'generator.reversed');
    const made = stage.terms.find((it) => it.id === turned)?.in.x ?? expect.fail();
    /** The same without the turn: both go down. */
    const straight: Stage = {
      ...stage,
      terms: stage.terms.filter((it) => it.id !== turned),
      taps: stage.taps.map((it) => (it.on === turned ? { ...it, on: made } : it)),
    };
    const own = gradientsOf(plan, stage.total);
    const other = gradientsOf({ ...plan, stages: [...plan.stages.slice(0, -1), straight] }, stage.total);
    for (const network of [STUDENT, generator]) expect(norm(own, network)).toBeGreaterThan(1e-5);
    for (const [name, it] of own) {
      const sign = name.startsWith(`${generator}/`) ? -1 : 1;
      for (const [at, value] of (it ?? []).entries()) {
        const expected = sign * (other.get(name)?.[at] ?? Number.NaN);
        expect(Math.abs(value - expected), name).toBeLessThan(1e-6 + 1e-4 * Math.abs(expected));
      }
    }
  });

  /** Every weight after a step on some images and labels. */
  function afterStep(plan: Plan, images: Float32Array, labels: readonly number[]): Map<string, Float32Array> {
    const stage = stageOf(plan);
    return withNetworks(plan, (networks) => {
      const trained = learningIn(stage).map((id) => networks.get(id) as LiveNetwork);
      const optimizer = createOptimizer(stage, trained, null);
      try {
        const batch = { size: SIZE, images, labels: Int32Array.from(labels) };
        trainStep(stage, lossGraph(stage, networks), optimizer, batch, SHAPE.slice(1), 0);
        return new Map(
          [...networks].flatMap(([id, live]) =>
            [...live.weights].map(
              ([name, it]) => [`${id}/${name}`, it.dataSync<'float32'>().slice()] as const,
            ),
          ),
        );
      } finally {
        optimizer.dispose();
      }
    });
  }

  test.each(['loss.dafl', 'loss.zskt'])(
    '%s: no image and no label of the training part changes a single bit',
    (loss) => {
      const plan = planOf(loss);
      const one = afterStep(plan, random(1, SIZE * 144), [0, 1, 2, 3, 4, 5]);
      const other = afterStep(plan, new Float32Array(SIZE * 144).fill(7), [9, 9, 9, 9, 9, 9]);
      expect(one).toEqual(other);
      // And something was learned, by the student and by the generator, and not by the teacher.
      const [generator = ''] = stageOf(plan).projectors;
      const start = new Map(plan.networks.map((it) => [it.id, freshWeights(it, 4, `start ${it.id}`)]));
      const isMoved = (network: string): boolean =>
        [...(start.get(network) ?? [])].some(
          ([name, it]) => String(it) !== String(one.get(`${network}/${name}`)),
        );
      expect([STUDENT, generator, TEACHER].map((it) => isMoved(it as string))).toEqual([true, true, false]);
    },
  );
});
