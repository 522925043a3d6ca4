import { beforeAll, describe, expect, test } from 'vitest';
import { Layer } from '../../../../src/plan/layers.ts';
import type { Plan } from '../../../../src/plan/plan.ts';
import { startCpu } from '../../../../src/runtime/engine/backend/cpu.ts';
import type { GraphEngine } from '../../../../src/runtime/engine/graph/graph-engine.ts';
import { improve } from '../../../../src/runtime/engine/graph/improve.ts';
import { opByOp } from '../../../../src/runtime/engine/op-by-op.ts';
import { differences } from './agreement.ts';
import { compiledBy, courseOf } from './course.ts';
import { alone, LAYERS, smoothed, taughtByNorms } from './layer-plans.ts';
import { PIPELINES } from './pipelines.ts';
import { smallPlan } from './small-plans.ts';
import { compiles, graphEngine } from './tensorflow.ts';

/*
 * The compiled step is what the same step is op by op: every loss and norm of twenty steps, every weight, running
 * statistic and slot after them.
 */

const kindOf = (it: Layer): string => (it.kind === 'activation' ? `${it.kind} ${it.function}` : it.kind);

test('the cases have every kind of layer', () => {
  const all = Layer.options.flatMap(({ shape }) =>
    'function' in shape
      ? shape.function.options.map((it) => `${shape.kind.value} ${it}`)
      : [shape.kind.value],
  );
  // Layers of texts, and those that only projectors have, stand in the catalogue's own pipelines, which are compared as these are.
  const elsewhere = Object.values(PIPELINES)
    .flat()
    .map(smallPlan)
    .flatMap(({ data, networks }) =>
      data.some((it) => it.tokens) ? networks : networks.filter((it) => it.role === 'projector'),
    )
    .flatMap((it) => it.layers);
  expect(new Set([...Object.values(LAYERS).flat(), ...elsewhere].map(kindOf))).toEqual(new Set(all));
});

describe.runIf(compiles)('compiled and op by op', () => {
  let engine: GraphEngine;
  beforeAll(async () => {
    engine = await graphEngine();
  });
  const agrees = async (plan: Plan): Promise<void> => {
    const expected = await courseOf(plan, opByOp);
    expect(expected.told.has(`${plan.stages.at(-1)?.id} 20 loss`)).toBe(true);
    expect(differences(expected, await courseOf(plan, compiledBy(engine, improve)))).toEqual([]);
  };

  test.each(Object.entries(LAYERS))('a network with %s', (_, layers) => agrees(alone(layers)));

  test('batches that are not full: the last one of each epoch has five of seven examples', async () => {
    await agrees(alone(LAYERS['batch norm of images'] ?? [], {}, 68));
    await agrees(alone(LAYERS.dropout ?? [], {}, 68));
  });

  test.each([
    ['at each step', null],
    ['once', { taps: ['tap-22'], views: 1 }],
  ])('a frozen teacher with batch normalization that answers %s', (_, cache) => agrees(taughtByNorms(cache)));
});

test.runIf(compiles)(
  'smoothed labels are the same targets in plain JavaScript, op by op and compiled',
  async () => {
    await startCpu();
    const expected = await courseOf(smoothed, opByOp);
    const engine = await graphEngine();
    expect(differences(expected, await courseOf(smoothed, opByOp))).toEqual([]);
    expect(differences(expected, await courseOf(smoothed, compiledBy(engine, improve)))).toEqual([]);
  },
);
