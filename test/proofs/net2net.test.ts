import { describe, expect, test } from 'vitest';
import { grow } from '../../src/nodes/network/net2net/node.ts';
import { startNet2net } from '../../src/nodes/network/net2net/op.ts';
import type { Stage } from '../../src/plan/plan.ts';
import { freshWeights } from '../../src/runtime/engine/fresh-weights.ts';
import { streamOf } from '../../src/runtime/engine/streams.ts';
import { drawn } from '../runtime/drawn.ts';
import { BACKENDS, use } from '../runtime/engine/backends.ts';
import { inner, moved, noise, oneStep } from '../runtime/engine/one-step.ts';
import { mlpLayers, network, source, stage } from '../runtime/engine/plans.ts';
import { type Drawing, engineFolder, mean, type Trained, together, trained } from './trained-drawing.ts';

/* What growing and the penalty between layers bring on garments, beside the same network from nothing. */

const EPOCHS = 12;
const BATCH = 50;
/** 0.001, the default, brings less than a thousandth of the gradient here. */
const PENALTY = 1;

/** A student that is grown from the teacher. The penalty is measured with a weight of 0, too. */
function grown(name: string, penalty: number, baseline: boolean): Drawing {
  return {
    nodes: {
      [name]: ['model.student'],
      [`${name}-labelled`]: ['loss.cross-entropy'],
      [`${name}-decoupled`]: ['loss.decoupling', { weight: 1 }],
      [`${name}-sum`]: ['loss.weighted-sum', { firstWeight: 1, secondWeight: penalty }],
      [`${name}-trainer`]: ['training.trainer', { epochs: EPOCHS, batch: BATCH, clip: 1, baseline }],
    },
    wires: [
      ['grown-network', 'network', name, 'network'],
      ['images', 'data', name, 'data'],
      [name, 'logits', `${name}-labelled`, 'student'],
      ['images', 'data', `${name}-labelled`, 'labels'],
      [name, 'layer:activation-2', `${name}-decoupled`, 'first'],
      [name, 'layer:activation-2.residual-add', `${name}-decoupled`, 'second'],
      [`${name}-labelled`, 'loss', `${name}-sum`, 'first'],
      [`${name}-decoupled`, 'loss', `${name}-sum`, 'second'],
      [`${name}-sum`, 'loss', `${name}-trainer`, 'loss'],
      ['optimizer', 'optimizer', `${name}-trainer`, 'optimizer'],
    ],
  };
}

const growing: Drawing = {
  nodes: {
    some: ['data.fashion-mnist', { trainExamples: 3000, testExamples: 2000 }],
    images: ['data.image-transform'],
    'teacher-network': ['network.lenet', { dense: 32, firstFilters: 6, kernel: '3', secondFilters: 12 }],
    teacher: ['model.teacher', { epochs: 10, batch: BATCH, learningRate: 0.002 }],
    'grown-network': ['network.net2net', { widen: 1.5, deepen: 'residual', noise: 0.01 }],
    optimizer: ['optimizer.adam', { learningRate: 0.001 }],
  },
  wires: [
    ['some', 'data', 'images', 'data'],
    ['teacher-network', 'network', 'teacher', 'network'],
    ['images', 'data', 'teacher', 'data'],
    ['teacher', 'model', 'grown-network', 'model'],
  ],
};

/** Test accuracy after each epoch of a stage. */
const accuracies = ({ told }: Trained, stage: string | undefined): number[] =>
  told
    .of('epoch')
    .filter((it) => it.stage === stage)
    .flatMap((it) => it.measured.map(({ accuracy }) => accuracy));

/** Epochs until an accuracy is reached, one more than there are where it is not. */
const until = (reached: readonly number[], wanted: number): number => {
  const at = reached.findIndex((it) => it >= wanted);
  return at < 0 ? EPOCHS + 1 : at + 1;
};

describe.each(BACKENDS)('on %s', (_, backend) => {
  test('gradients of a grown network are clipped to the limit and keep their direction, step after step', async () => {
    await use(backend);
    const small = network('network-1', mlpLayers(24));
    const { layers, changes } = grow(
      { layers: small.layers, input: small.input },
      { widen: 2, widenLayer: '', deepen: 'residual', deepenAfter: '' },
    );
    const large = network('network-2', [...layers]);
    const from = { layers: small.layers, input: small.input, weights: freshWeights(small, 1, 'teacher') };
    let weights = startNet2net.weights(
      {
        network: { layers: large.layers, input: large.input },
        from: [from],
        fresh: () => freshWeights(large, 1, 'anew'),
        draw: (name) => streamOf(1, name, 0),
      },
      { changes: [...changes], noise: 0.01 },
    );
    const own = stage(source(), { student: large.id });
    const tap = (id: string, layer: string) => ({ ...(own.taps[0] as Stage['taps'][number]), id, layer });
    const loss: Partial<Stage> = {
      taps: [...own.taps, tap('tap-18', 'activation-3'), tap('tap-19', 'activation-3.residual-add')],
      terms: [
        ...own.terms,
        { id: 'term-18', op: 'loss.decoupling', in: { first: 'tap-18', second: 'tap-19' }, args: {} },
        {
          id: 'term-19',
          op: 'loss.weighted-sum',
          in: { first: own.total, second: 'term-18' },
          args: { weights: [1, 0.3] },
        },
      ],
      total: 'term-19',
    };
    for (const step of [0, 1, 2, 3]) {
      const batch = noise(large.input, 16, 10, step + 1);
      const { gradient, result } = oneStep(large, weights, batch, { ...loss, step });
      const limit = result.gradientNorm / 2;
      const clipped = oneStep(large, weights, batch, { ...loss, step, clip: limit }).gradient;
      const norm = Math.sqrt(inner(clipped, clipped));
      expect(norm).toBeLessThanOrEqual(limit + 1e-6);
      expect(norm).toBeGreaterThan(0.999 * limit);
      expect(inner(clipped, gradient) / (norm * Math.sqrt(inner(gradient, gradient)))).toBeCloseTo(1, 6);
      weights = moved(weights, clipped, -0.1) as typeof weights;
    }
  });
});

describe.runIf(engineFolder && process.env.POTSTILL_FULL)('Net2Net', () => {
  test('reaches its teacher in half of the epochs at most, and layers are told apart at no cost', async () => {
    const { nodes, wires } = together(growing, grown('free', 0, true), grown('apart', PENALTY, false));
    const run = await trained(drawn(nodes, wires));
    const own = run.stage('free-trainer').id;
    const anew = run.plan.stages.find((it) => it.baselineOf === own)?.id;
    const teacher = accuracies(run, run.stage('teacher').id).at(-1) ?? 0;
    expect(teacher).toBeGreaterThan(0.75);
    const wanted = teacher - 0.005;
    expect(until(accuracies(run, own), wanted)).toBeLessThanOrEqual(
      0.5 * until(accuracies(run, anew), wanted),
    );

    /** Over the last four epochs: one epoch's accuracy on 2,000 images swings by a point. */
    const ended = (name: string) => {
      const stage = run.stage(`${name}-trainer`);
      const term = stage.terms.find((it) => it.op === 'loss.decoupling')?.id;
      const steps = (4 * stage.steps) / EPOCHS;
      return {
        covariance: mean(run.course(`${name}-trainer`, `term:${term}`).slice(-steps)),
        accuracy: mean(accuracies(run, stage.id).slice(-4)),
      };
    };
    const [free, apart] = [ended('free'), ended('apart')];
    expect(apart.covariance).toBeLessThan(0.7 * free.covariance);
    expect(Math.abs(apart.accuracy - free.accuracy)).toBeLessThan(0.01);
  }, 1_200_000);
});
