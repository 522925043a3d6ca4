import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Document } from '../../../src/pipeline/document.ts';
import type { Plan, Stage } from '../../../src/plan/plan.ts';
import { freshWeights } from '../../../src/runtime/engine/fresh-weights.ts';
import { readModel } from '../../../src/runtime/model-file.ts';
import { places } from '../../../src/runtime/places.ts';
import { planOf, starter, withParams } from '../compile/templates.ts';
import { BACKENDS } from './backends.ts';
import { runHere, type Told } from './run-here.ts';

/* The first stage of a hint, trained on a slice of MNIST. */

const engine = BACKENDS.at(-1)?.[1] ?? expect.fail('no engine');
const [TEACHER, STUDENT] = ['network-2', 'network-1'];

/** A student that learns nothing but its guided layer: the maps of the last convolution. */
function hinted(params: Record<string, unknown> = {}): Plan {
  const slice = (
    [
      ['mnist', { trainExamples: 1500, testExamples: 500 }],
      ['teacher', { epochs: 2, learningRate: 0.003 }],
      ['teacher-network', { firstFilters: 8, secondFilters: 12, dense: 24, kernel: '3' }],
      ['trainer', { epochs: 3, batch: 32, baseline: false }],
      ['optimizer', { learningRate: 0.005 }],
    ] as const
  ).reduce((document, [node, own]) => withParams(document, node, own), starter());
  const at = { x: 0, y: 0 };
  const others = Object.entries(slice.wires).filter(([, { to }]) => to.node !== 'distillation');
  const document: Document = {
    ...slice,
    nodes: {
      ...slice.nodes,
      'student-network': {
        type: 'network.lenet',
        version: 1,
        position: at,
        params: { firstFilters: 4, secondFilters: 6, dense: 16, kernel: '3' },
      },
      distillation: { type: 'loss.hint', version: 1, position: at, params: params as never },
    },
    wires: {
      ...Object.fromEntries(others),
      guided: {
        from: { node: 'student', port: 'layer:activation-2' },
        to: { node: 'distillation', port: 'student' },
      },
      hint: {
        from: { node: 'teacher', port: 'layer:activation-2' },
        to: { node: 'distillation', port: 'teacher' },
      },
    },
  };
  const { plan } = planOf(document);
  return { ...plan, engine: { ...plan.engine, kind: engine.kind } };
}

async function trained(plan: Plan): Promise<Told> {
  const told = await runHere(plan, { engineFolder: engine.engineFolder, dataFolder: places().data });
  expect(told.ending.text).toBe('The run is done.');
  return told;
}

const stageOf = (plan: Plan): Stage => plan.stages.find((it) => it.train.includes(STUDENT)) ?? expect.fail();

/** What a term came to at each step. */
function courseOf(told: Told, stage: Stage, term: string): number[] {
  const events = told.of('metrics').filter((it) => it.stage === stage.id);
  return events.flatMap((it) => it.columns[`term:${term}`] ?? expect.fail(`no ${term}`)) as number[];
}

const mean = (values: readonly number[]): number => values.reduce((sum, it) => sum + it, 0) / values.length;

describe('a hint', () => {
  test('draws the guided layer to the hint layer; what lies behind it, and the teacher, stay as they were', async () => {
    const plan = hinted();
    const told = await trained(plan);
    const stage = stageOf(plan);
    const distance = stage.terms.find((it) => it.op === 'loss.hint') ?? expect.fail();
    const course = courseOf(told, stage, distance.id);
    expect(mean(course.slice(-10))).toBeLessThan(0.5 * mean(course.slice(0, 3)));

    const network = plan.networks.find((it) => it.id === STUDENT) ?? expect.fail();
    const { file = '' } = told.of('saved-model')[0] ?? {};
    const { weights, layers } = await readModel(join(told.folder, file));
    if (network.start.kind !== 'fresh') expect.fail();
    const fresh = freshWeights(network, stage.seed, network.start.stream);
    const behind = new Set(['dense-1', 'logits']);
    expect(layers.map((it) => it.id)).toEqual(expect.arrayContaining([...behind]));
    for (const [name, values] of weights) {
      const [layer = ''] = name.split('/');
      if (behind.has(layer)) expect(values, name).toEqual(fresh.get(name));
      else if (name.endsWith('kernel')) expect(values, name).not.toEqual(fresh.get(name));
    }

    const taught = told.of('epoch').filter((it) => it.stage === plan.stages[0]?.id);
    const before = taught.at(-1)?.measured.find((it) => it.network === TEACHER);
    const after = told.of('evaluation').find((it) => it.measured.network === TEACHER);
    expect(before?.accuracy).toBeGreaterThan(0.5);
    expect(after?.measured.accuracy).toBe(before?.accuracy);
  });

  test('closes gates the more they are pressed', async () => {
    const gates: number[] = [];
    const closed: number[] = [];
    for (const gatePressure of [0.001, 30, 300]) {
      const plan = hinted({ gatePressure, activationLimit: 0 });
      const stage = stageOf(plan);
      const pressed = stage.terms.filter((it) => it.op === 'loss.sparsity');
      expect(pressed).toHaveLength(2);
      const told = await trained(plan);
      const inTraining = mean(pressed.map((it) => mean(courseOf(told, stage, it.id).slice(-10))));
      gates.push(inTraining);
      // What is told in the end is what the losses on the gates saw, with the weights of the last step.
      const said = told.of('gates');
      expect(said.map((it) => [it.stage, it.layer, it.means.length])).toEqual([
        [stage.id, 'student-gates', 6],
        [stage.id, 'teacher-gates', 12],
      ]);
      const means = said.map((it) => it.means as number[]);
      expect(Math.abs(mean(means.map(mean)) - inTraining)).toBeLessThan(0.03);
      closed.push(means.flat().filter((it) => it < 0.1).length);
    }
    expect(gates).toEqual(gates.toSorted((a, b) => b - a));
    expect(gates[2]).toBeLessThan(0.5 * (gates[0] ?? 0));
    // As many are closed or more, and in the end more.
    expect(closed).toEqual(closed.toSorted((a, b) => a - b));
    expect(closed[2]).toBeGreaterThan(closed[0] ?? Number.NaN);
  });
});
