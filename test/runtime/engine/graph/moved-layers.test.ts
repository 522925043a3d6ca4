import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Plan } from '../../../../src/plan/plan.ts';
import type { GraphEngine } from '../../../../src/runtime/engine/graph/graph-engine.ts';
import { improve } from '../../../../src/runtime/engine/graph/improve.ts';
import { replaceWeight } from '../../../../src/runtime/engine/networks.ts';
import { opByOp } from '../../../../src/runtime/engine/op-by-op.ts';
import { starter, withParams } from '../../compile/templates.ts';
import { differences } from './agreement.ts';
import { type Course, compiledBy, courseOf, type Way } from './course.ts';
import { withLoss } from './loss-pipelines.ts';
import { smallPlan } from './small-plans.ts';
import { compiles, graphEngine } from './tensorflow.ts';

/*
 * Losses that are the same wherever their layer stands, by themselves. The gradient of the layer's bias is a sum that cancels:
 * what is left is rounding, which Adam scales to full steps, so that no two ways of rounding train to the same weights. One
 * step's loss and gradient agree all the same, and the pipelines of the catalogue train these losses beside labels.
 */

const MOVED = ['loss.decov', 'loss.decoupling', 'loss.rkd', 'loss.rkd-angle', 'loss.rkd-distance'];
const BIAS = 'network-1/logits/bias';
/** A sum of rounded terms that cancel, as a share of the whole gradient: 3e-9 was seen. */
const CANCELLED = 1e-7;

const small = {
  mnist: { trainExamples: 70, testExamples: 20 },
  'student-network': { hidden: [12] },
  teacher: { epochs: 1, batch: 35 },
  trainer: { epochs: 1, batch: 7, baseline: false },
};
const taught = Object.entries(small).reduce((of, [node, params]) => withParams(of, node, params), starter());

const planWith = (loss: string): Plan => smallPlan(withLoss(taught, loss));

/** The student's training is one plain step: how far a weight goes is its gradient. */
function oneStep(plan: Plan): Plan {
  const stages = plan.stages.map((it) =>
    it.train.includes('network-1')
      ? {
          ...it,
          steps: 1,
          optimizer: {
            ...it.optimizer,
            op: 'optimizer.sgd',
            args: { momentum: 0, nesterov: false, weightDecay: 0 },
          },
        }
      : it,
  );
  return { ...plan, stages };
}

/** Op by op, from weights of which each is one rounding away from where it was. */
const nudged: Way = (networks) => {
  for (const live of networks.values())
    for (const [name, weight] of [...live.weights]) {
      const values = weight.dataSync<'float32'>().map((it, at) => it * (1 + (at % 2 ? 1 : -1) * 2 ** -23));
      replaceWeight(live, name, tf.tensor(values, weight.shape, 'float32'));
    }
  return opByOp(networks);
};

const way = ({ values }: Course, name: string): number => {
  const { first, last } = values.get(name) ?? { first: [], last: [] };
  return Math.hypot(...[...last].map((it, at) => it - (first[at] ?? Number.NaN)));
};

describe.runIf(compiles).each(MOVED)('%s alone', (loss) => {
  let engine: GraphEngine;
  beforeAll(async () => {
    engine = await graphEngine();
  });

  test('has the same value and gradient compiled and op by op', async () => {
    const plan = oneStep(planWith(loss));
    const expected = await courseOf(plan, opByOp);
    const found = await courseOf(plan, compiledBy(engine, improve));
    // The bias aside, which the next test looks at.
    const parted = differences(expected, found).filter((it) => !it.includes(`${BIAS} differs`));
    expect(parted).toEqual([]);
  });

  test('has a gradient of the bias that is rounding', async () => {
    const plan = oneStep(planWith(loss));
    for (const each of [opByOp, compiledBy(engine, improve)]) {
      const course = await courseOf(plan, each);
      expect(way(course, BIAS)).toBeLessThan(CANCELLED * way(course, 'network-1/logits/kernel'));
    }
  });

  test('parts from itself under Adam when weights begin one rounding away', async () => {
    const plan = planWith(loss);
    const [one, other] = [await courseOf(plan, opByOp), await courseOf(plan, nudged)];
    expect(way(one, BIAS)).toBeGreaterThan(0);
    expect(differences(one, other).filter((it) => it.startsWith(`${BIAS} differs`))).toHaveLength(1);
  });
});
