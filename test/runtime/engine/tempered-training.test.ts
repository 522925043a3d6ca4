import { expect, test } from 'vitest';
import type { Plan } from '../../../src/plan/plan.ts';
import { places } from '../../../src/runtime/places.ts';
import { planOf, starter, withParams } from '../compile/templates.ts';
import { BACKENDS } from './backends.ts';
import { runHere } from './run-here.ts';

/* What a temperature does, trained on a slice of MNIST. */

const engine = BACKENDS.at(-1)?.[1] ?? expect.fail('no engine');
const [TEACHER, STUDENT] = ['network-2', 'network-1'];

/** A student that learns from its teacher alone, by plain gradient descent: no label reaches it. */
function slice(distillation: Record<string, unknown>): Plan {
  const { plan } = planOf(
    (
      [
        ['mnist', { trainExamples: 4000, testExamples: 2000 }],
        ['teacher', { epochs: 3, learningRate: 0.005 }],
        ['trainer', { epochs: 5, batch: 32, baseline: false }],
        ['distillation', { alpha: 1, ...distillation }],
      ] as const
    ).reduce((document, [node, params]) => withParams(document, node, params), starter()),
  );
  const mlp = plan.networks.find((it) => it.id === STUDENT) ?? expect.fail(STUDENT);
  return {
    ...plan,
    engine: { ...plan.engine, kind: engine.kind },
    // Adam divides every gradient by its own size, and would hide what is asked here.
    stages: plan.stages.map((it) =>
      it.train.includes(STUDENT)
        ? {
            ...it,
            optimizer: {
              ...it.optimizer,
              op: 'optimizer.sgd',
              args: { momentum: 0.9, nesterov: false, weightDecay: 0 },
              rate: 0.02,
            },
          }
        : it,
    ),
    networks: plan.networks.map((it) => (it.id === TEACHER ? { ...it, layers: mlp.layers } : it)),
  };
}

async function learned(distillation: Record<string, unknown>) {
  const told = await runHere(slice(distillation), {
    engineFolder: engine.engineFolder,
    dataFolder: places().data,
  });
  expect(told.ending.text).toBe('The run is done.');
  const evaluations = told.of('evaluation');
  const of = (network: string) =>
    evaluations.find((it) => it.measured.network === network) ?? expect.fail(network);
  return {
    student: of(STUDENT).measured.accuracy,
    agreement: of(STUDENT).agreement ?? 0,
  };
}

test('with T² a student learns from its teacher at any temperature; without it, a high one stops the learning', async () => {
  const cool = await learned({ temperature: 2 });
  const hot = await learned({ temperature: 20 });
  const unscaled = await learned({ temperature: 20, scaleT2: false });
  for (const it of [cool, hot]) {
    // No label told it which digit is which.
    expect(it.student).toBeGreaterThan(0.8);
    expect(it.agreement).toBeGreaterThan(0.9);
  }
  // The gradient is T² = 400 times smaller.
  expect(unscaled.student).toBeLessThan(0.5);
});
