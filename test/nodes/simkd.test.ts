import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { simkd } from '../../src/nodes/network/simkd/node.ts';
import { type ReuseDraft, reusedClassifier } from '../../src/nodes/network/simkd/reused-classifier.ts';
import { type Layer, layerTypes, networkShape } from '../../src/plan/layers.ts';
import { neededLayers } from '../../src/plan/needed-layers.ts';
import type { Built } from '../../src/plan/start.ts';
import { startCpu } from '../../src/runtime/engine/backend/cpu.ts';
import { freshWeights } from '../../src/runtime/engine/fresh-weights.ts';
import { readModel } from '../../src/runtime/model-file.ts';
import { planOf, problemsOf } from '../runtime/compile/templates.ts';
import { instead } from '../runtime/engine/graph/small-documents.ts';
import { onPatterns } from '../runtime/engine/graph/small-plans.ts';
import { reusing } from '../runtime/engine/graph/taught-documents.ts';
import { plainForward } from '../runtime/engine/plain-forward.ts';
import { lenetLayers, mlpLayers, network } from '../runtime/engine/plans.ts';
import { runHere } from '../runtime/engine/run-here.ts';
import { INPUT, resnetLayers, weighted } from './weighted-network.ts';

beforeAll(() => startCpu());

const built = (layers: readonly Layer[]): Built => ({ layers: [...layers], input: INPUT });
const reuse = (student: readonly Layer[], teacher: readonly Layer[], more: Partial<ReuseDraft> = {}) =>
  reusedClassifier({
    ...{ student: built(student), teacher: built(teacher), studentLayer: '', teacherLayer: '', factor: 2 },
    ...more,
  });
const shapeOf = (layers: readonly Layer[], id: string): readonly number[] | undefined =>
  networkShape(layers, INPUT).layers.get(id)?.output;

describe('a student with the classifier of its teacher', () => {
  const teacher = resnetLayers(1, 4);
  const student = resnetLayers(1, 2);
  const lastMap = 'stage3.block1.relu2';

  test('keeps its layers up to its last map, and brings that to the shape of the teacher’s', () => {
    const { layers } = reuse(student, teacher);
    const trunk = neededLayers(student, [lastMap]).map((it) => it.id);
    expect(layers.slice(0, trunk.length).map((it) => it.id)).toEqual(trunk);
    expect(shapeOf(layers, 'features')).toEqual(shapeOf(teacher, lastMap));
    expect(networkShape(layers, INPUT).output).toEqual(networkShape(teacher, INPUT).output);
  });

  test('has a bottleneck so many times narrower, the size of the teacher’s map, and ends in a ReLU', () => {
    const { layers } = reuse(lenetLayers(2, 3, 8), teacher, { factor: 4 });
    const [, , channels = 0] = shapeOf(teacher, lastMap) ?? [];
    const kernels = layers.filter((it) => it.id.startsWith('bottleneck.conv'));
    expect(kernels).toMatchObject([
      { filters: channels / 4, kernel: 1 },
      { filters: channels / 4, kernel: 3 },
      { filters: channels, kernel: 1 },
    ]);
    expect(shapeOf(layers, 'features')).toEqual(shapeOf(teacher, lastMap));
    expect(layers.find((it) => it.id === 'features')).toMatchObject({ kind: 'activation', function: 'relu' });
  });

  test('answers as the teacher does wherever it makes the same map', () => {
    const { layers, copied } = reuse(student, teacher);
    const own = weighted(teacher, 3);
    const image = Float32Array.from({ length: INPUT.reduce((a, b) => a * b) }, (_, at) => Math.sin(at));
    const told = plainForward(teacher, INPUT, own.weights, image);
    const weights = new Map(freshWeights(network('network-1', layers, { input: INPUT }), 1, 'anew'));
    for (const { to, from } of copied)
      for (const [name, values] of own.weights)
        if (name.startsWith(`${from}/`)) weights.set(name.replace(from, to), values);
    const head = layers.filter((it) => it.id.startsWith('teacher.'));
    const reading = head.map(
      (it): Layer => ({ ...it, from: it.from.map((id) => (id === 'features' ? 'input' : id)) }),
    );
    const map = told.get(lastMap) ?? [];
    const again = plainForward(
      reading,
      shapeOf(teacher, lastMap) as number[],
      weights,
      Float32Array.from(map),
    );
    const logits = again.get('teacher.logits') ?? [];
    expect(logits.length).toBe(told.get('logits')?.length);
    for (const [at, it] of logits.entries())
      expect(it / (told.get('logits')?.[at] as number)).toBeCloseTo(1, 6);
  });

  test('takes rows where there are no maps, but no row for a map', () => {
    const { layers } = reuse(mlpLayers(6), mlpLayers(12));
    expect(shapeOf(layers, 'features')).toEqual([12]);
    expect(() => reuse(mlpLayers(6), teacher)).toThrow(/both must be maps, or both rows/);
  });

  test('names the layers that it could be cut at where it cannot be at the one asked for', () => {
    expect(() => reuse(student, teacher, { teacherLayer: 'logits' })).toThrow(/logits of the teacher/);
    expect(() => reuse(student, teacher, { studentLayer: 'stage3.block1.conv1' })).toThrow(
      /stage3.block1.relu2/,
    );
    expect(reuse(student, teacher, { teacherLayer: 'stage2.block1.relu2' }).copied.length).toBeGreaterThan(4);
  });
});

describe('in a pipeline', () => {
  test('its layers and cost are known before a run, where those of the model are', () => {
    const layers = lenetLayers(2, 3, 8);
    const { parameters, multiplyAdds } = networkShape(layers, INPUT);
    const found = { parameters, multiplyAdds, layers: layerTypes(layers, INPUT), architecture: layers };
    const model = { kind: 'model' as const, classes: 5 };
    const measured = (architecture?: readonly object[]) => {
      const inputs = {
        network: { kind: 'network' as const, measure: () => found },
        model: architecture ? { ...model, architecture } : model,
      };
      const it = simkd.infer?.({ params: simkd.params.parse({}), inputs })?.outputs?.network;
      return it?.kind === 'network' ? it.measure(INPUT, 5) : expect.fail();
    };
    expect(measured()).toBeNull();
    expect(measured(resnetLayers(1, 2))).toMatchObject({
      layers: expect.arrayContaining([expect.objectContaining({ id: 'features' })]),
    });
    expect(measured(mlpLayers(6))).toMatchObject({ refusal: expect.stringMatching(/both/) });
  });

  test('is refused by name where the teacher has no map', () => {
    const rows = instead(reusing, 'teacher-network', 'network.mlp', { hidden: [6] });
    expect(problemsOf(rows).map((it) => it.code)).not.toEqual([]);
  });

  test('learns nothing but the map: the classifier is the teacher’s to the bit, and is saved with the student', async () => {
    const plan = onPatterns(reusing);
    const student = plan.networks.find((it) => it.start.kind === 'derived') ?? expect.fail();
    const told = await runHere({
      ...plan,
      engine: { ...plan.engine, kind: 'cpu' },
      outputs: [
        { id: 'output-1', kind: 'saved-model', network: student.id, name: 'student' },
        {
          id: 'output-2',
          kind: 'saved-model',
          network: (student.start as { from: string[] }).from[0] as string,
          name: 'teacher',
        },
      ],
    });
    expect(told.ending.text).toBe('The run is done.');
    const files = told.of('saved-model').map((it) => join(told.folder, it.file));
    const [own, theirs] = await Promise.all(files.map((it) => readModel(it)));
    const copied = [...(own?.weights ?? [])].filter(([name]) => name.startsWith('teacher.'));
    expect(copied.map(([name]) => name)).toEqual(
      expect.arrayContaining(['teacher.dense-1/kernel', 'teacher.logits/kernel', 'teacher.logits/bias']),
    );
    for (const [name, values] of copied)
      expect(values).toEqual(theirs?.weights.get(name.replace('teacher.', '')));
    expect(own?.layers.map((it) => it.id)).toContain('features');
  });

  test('leaves no term of the logits in the loss', () => {
    const stage = planOf(reusing).plan.stages.at(-1);
    expect(stage?.taps.map((it) => it.layer)).toEqual(expect.arrayContaining(['features', 'activation-2']));
    expect(stage?.taps.map((it) => it.layer)).not.toContain('teacher.logits');
  });
});
