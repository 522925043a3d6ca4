import { describe, expect, test } from 'vitest';
import type { Document } from '../../../src/pipeline/document.ts';
import type { Output, Plan } from '../../../src/plan/plan.ts';
import { places } from '../../../src/runtime/places.ts';
import { planOf, withParams } from '../compile/templates.ts';
import { BACKENDS } from './backends.ts';
import { attacked } from './graph/attack-documents.ts';
import { instead } from './graph/small-documents.ts';
import { weighed } from './graph/taught-documents.ts';
import { runHere, type Told } from './run-here.ts';

/* Robust distillation on a slice of MNIST: what it is for, it does. */

const engine = BACKENDS.at(-1)?.[1] ?? expect.fail('no engine');
const RADIUS = 20;

const sliced = (document: Document): Document =>
  (
    [
      ['mnist', { trainExamples: 3000, testExamples: 400 }],
      ['teacher', { epochs: 4, batch: 50, learningRate: 0.003 }],
      ['teacher-network', { hidden: [96] }],
      ['trainer', { epochs: 4, batch: 50, baseline: false }],
      ['optimizer', { learningRate: 0.002 }],
      ['distillation', { alpha: 1, temperature: 4 }],
      ['sum', { firstWeight: 0.9, secondWeight: 0.1 }],
      ['evaluation', { attack: 'pgd', radius: RADIUS, step: 6, iterations: 6 }],
    ] as const
  ).reduce((of, [node, params]) => withParams(of, node, params), document);

const perceptron = instead(weighed, 'student-network', 'network.mlp', { hidden: [64] });

async function trained(document: Document): Promise<Told> {
  const { plan } = planOf(sliced(document));
  const own: Plan = { ...plan, engine: { ...plan.engine, kind: engine.kind } };
  const told = await runHere(own, { engineFolder: engine.engineFolder, dataFolder: places().data });
  expect(told.ending.text).toBe('The run is done.');
  return told;
}
const measured = (told: Told) =>
  told.of('evaluation').find((it) => it.measured.role === 'student') ?? expect.fail('nothing was measured');

describe.runIf(engine.kind === 'tensorflow')('a student taught on images that mislead it', () => {
  test('errs far less under attack than the same student taught on the images themselves, and little more without', async () => {
    const plain = measured(await trained(perceptron));
    const robust = measured(await trained(attacked({ radius: RADIUS, step: 7, iterations: 4 }, perceptron)));
    const figures = [plain, robust].map((it) => [it.measured.accuracy, it.attacked?.accuracy]);
    expect(plain.measured.accuracy, `${figures}`).toBeGreaterThan(0.85);
    expect(robust.measured.accuracy, `${figures}`).toBeGreaterThan(0.8);
    const [before = 1, after = 0] = [plain, robust].map((it) => it.attacked?.accuracy);
    // Nobody is better under attack than without.
    expect(before).toBeLessThan(plain.measured.accuracy);
    expect(after).toBeLessThanOrEqual(robust.measured.accuracy);
    expect(after, `${figures}`).toBeGreaterThan(before + 0.25);
    expect(robust.attacked).toMatchObject({ radius: expect.closeTo(RADIUS / 255, 6), iterations: 6 });
  });
});

describe('an evaluation', () => {
  const asked = withParams(sliced(weighed), 'evaluation', { attack: 'fgsm', radius: 51 });

  test('attacks each network that it measures by its own slope, in its own scale', () => {
    const { plan } = planOf(asked);
    const outputs = plan.outputs.filter(
      (it): it is Extract<Output, { kind: 'evaluation' }> => it.kind === 'evaluation',
    );
    expect(outputs.length).toBeGreaterThan(1);
    for (const { attack } of outputs) {
      expect(attack).toMatchObject({ iterations: 1, start: 'image' });
      expect((attack?.radius ?? 0) / ((attack?.most ?? 0) - (attack?.least ?? 0))).toBeCloseTo(0.2, 8);
    }
  });

  test('attacks nothing where nobody asks for it', () => {
    const { plan } = planOf(withParams(asked, 'evaluation', { attack: 'none' }));
    expect(JSON.stringify(plan.outputs)).not.toContain('attack');
  });

  test.runIf(engine.kind === 'tensorflow')('is misled op by op as by a compiled graph', async () => {
    const { plan } = planOf(
      withParams(
        withParams(asked, 'evaluation', { attack: 'pgd', radius: 8, iterations: 4, step: 4 }),
        'mnist',
        {
          trainExamples: 300,
          testExamples: 100,
        },
      ),
    );
    const of = { ...plan, engine: { ...plan.engine, kind: engine.kind } };
    const accuracies = async (reference: boolean): Promise<number[]> => {
      const told = await runHere(of, {
        engineFolder: engine.engineFolder,
        dataFolder: places().data,
        reference,
      });
      expect(told.ending.text).toBe('The run is done.');
      return told.of('evaluation').map((it) => it.attacked?.accuracy ?? Number.NaN);
    };
    const compiled = await accuracies(false);
    const eager = await accuracies(true);
    expect(compiled).toHaveLength(2);
    // One image in a hundred may stand on the edge.
    for (const [at, it] of compiled.entries())
      expect(Math.abs(it - (eager[at] ?? Number.NaN))).toBeLessThanOrEqual(0.0101);
    expect(Math.max(...compiled)).toBeGreaterThan(0);
  });
});
