import { describe, expect, test } from 'vitest';
import { modelFileOf } from '../../../src/nodes/saved-model.ts';
import { check } from '../../../src/pipeline/check.ts';
import { type Document, emptyDocument } from '../../../src/pipeline/document.ts';
import type { ModelHeader } from '../../../src/plan/builder.ts';
import { compile, definitions } from '../../../src/runtime/compile/compile.ts';

type Params = Readonly<Record<string, Document['nodes'][string]['params']>>;

/** A student that learns a layer of a teacher's by the loss at hand that takes rows: both have a dense layer of 16. */
const TYPES = {
  data: 'data.mnist',
  wide: 'network.mlp',
  narrow: 'network.mlp',
  teacher: 'model.teacher',
  student: 'model.student',
  loss: 'loss.tempered-softmax',
  adam: 'optimizer.adam',
  trainer: 'training.trainer',
};
const PARAMS: Params = {
  data: { trainExamples: 64, testExamples: 10 },
  wide: { hidden: [32, 16] },
  narrow: { hidden: [16] },
  loss: { alpha: 1 },
  teacher: { batch: 32 },
  trainer: { batch: 32 },
};
const WIRES = {
  'teacher.network': 'wide.network',
  'teacher.data': 'data.data',
  'student.network': 'narrow.network',
  'student.data': 'data.data',
  'loss.student': 'student.layer:dense-1',
  'loss.teacher': 'teacher.layer:dense-2',
  'trainer.loss': 'loss.loss',
  'trainer.optimizer': 'adam.optimizer',
};

function pipeline(
  wires: Readonly<Record<string, string | null>> = {},
  { types = {}, params = {} }: { types?: Readonly<Record<string, string>>; params?: Params } = {},
): Document {
  const end = (text: string) => {
    const dot = text.indexOf('.');
    return { node: text.slice(0, dot), port: text.slice(dot + 1) };
  };
  const all = Object.entries({ ...WIRES, ...wires }).filter((it): it is [string, string] => it[1] !== null);
  return {
    ...emptyDocument(),
    nodes: Object.fromEntries(
      Object.entries({ ...TYPES, ...types }).map(([id, type]) => [
        id,
        {
          type,
          version: definitions.get(type)?.version ?? 0,
          position: { x: 0, y: 0 },
          params: { ...PARAMS[id], ...params[id] },
        },
      ]),
    ),
    wires: Object.fromEntries(all.map(([to, from], at) => [`wire-${at}`, { from: end(from), to: end(to) }])),
  };
}

const compiled = (...at: Parameters<typeof pipeline>) => {
  const result = compile(pipeline(...at));
  if (!result.ok) throw new Error(result.problems.map((it) => it.message).join('\n'));
  return result.value;
};
const problems = (...at: Parameters<typeof pipeline>) => {
  const result = compile(pipeline(...at));
  return result.ok ? [] : result.problems;
};

describe('a layer that is wired', () => {
  test('is tapped in its own network, by its name, as coming from the node of that network', () => {
    const { plan, origin } = compiled();
    const [, stage] = plan.stages;
    const role = (id: string) => plan.networks.find((it) => it.id === id)?.role;
    expect(stage?.taps.map((it) => [role(it.network), it.layer])).toEqual([
      ['student', 'dense-1'],
      ['teacher', 'dense-2'],
    ]);
    expect(stage?.taps.map((it) => origin[it.id])).toEqual([['student'], ['teacher']]);
  });

  test('before and after its activation is two layers', () => {
    const { plan } = compiled({ 'loss.student': 'student.layer:activation-1' });
    expect(plan.stages[1]?.taps.map((it) => it.layer)).toEqual(['activation-1', 'dense-2']);
  });

  test('of the teacher is answered once and kept; the gradient reaches the student alone', () => {
    const { plan, notes } = compiled();
    const [, stage] = plan.stages;
    const frozen = stage?.taps.filter((it) => !stage.train.includes(it.network)).map((it) => it.id);
    expect(stage?.cache).toEqual({ taps: frozen, views: 1 });
    // 64 images × 16 values × 4 bytes.
    expect(notes.find((it) => it.code === 'teacher-cached')?.text).toContain('4.1 kB');
    expect(plan.networks.filter((it) => stage?.train.includes(it.id)).map((it) => it.role)).toEqual([
      'student',
    ]);
  });

  test('has its shape on the wire, for a teacher, a student and a model of an earlier trainer', () => {
    const earlier = pipeline(
      {
        'teacher.network': null,
        'teacher.model': 'first-trainer.model',
        'first.network': 'wide.network',
        'first.data': 'data.data',
        'first-loss.student': 'first.logits',
        'first-loss.labels': 'data.data',
        'first-trainer.loss': 'first-loss.loss',
        'first-trainer.optimizer': 'adam.optimizer',
      },
      {
        types: {
          first: 'model.student',
          'first-loss': 'loss.cross-entropy',
          'first-trainer': 'training.trainer',
        },
        params: { teacher: { weights: 'wire' }, 'first-trainer': { batch: 32 } },
      },
    );
    for (const document of [pipeline(), earlier]) {
      const graph = check(document, definitions);
      expect(graph.problems).toEqual([]);
      expect(graph.nodes.teacher?.outputs['layer:dense-2']).toEqual({
        kind: 'activation',
        dims: ['n', 16],
        gradient: false,
      });
      expect(graph.nodes.student?.outputs['layer:dense-1']).toMatchObject({
        dims: ['n', 16],
        gradient: true,
      });
    }
    expect(compile(earlier)).toMatchObject({ ok: true });
  });
});

describe('what would be wrong is refused', () => {
  test('a layer that the network does not have, at the node, with those that it has', () => {
    expect(problems({ 'loss.teacher': 'teacher.layer:conv2d-1' })).toMatchObject([
      {
        code: 'no-such-layer',
        node: 'teacher',
        found: 'conv2d-1',
        allowed: 'flatten-1, dense-1, activation-1, dense-2, activation-2, logits',
      },
    ]);
  });

  test('layers whose sizes differ', () => {
    expect(problems({ 'loss.teacher': 'teacher.layer:dense-1' })).toMatchObject([
      { code: 'shape', node: 'loss', port: 'teacher', found: 'n×32' },
    ]);
  });

  test('teacher and student that are swapped', () => {
    const swapped = problems({
      'loss.student': 'teacher.layer:dense-2',
      'loss.teacher': 'student.layer:dense-1',
    });
    expect(swapped.map((it) => it.code)).toEqual(['student-frozen', 'teacher-trained']);
  });

  test('a student that is its own teacher', () => {
    const own = problems(
      { 'teacher.network': null, 'teacher.model': 'trainer.model' },
      { params: { teacher: { weights: 'wire' } } },
    );
    expect(own.map((it) => it.code)).toContain('cycle');
    expect(problems({ 'loss.teacher': 'student.layer:dense-1' }).map((it) => it.code)).toEqual([
      'teacher-trained',
    ]);
  });
});

describe('a teacher from a file', () => {
  const header: ModelHeader = {
    sha256: 'a'.repeat(64),
    input: [28, 28, 1],
    classes: 10,
    layers: [
      { id: 'flat', kind: 'flatten', from: ['input'] },
      { id: 'hidden one', kind: 'dense', units: 16, from: ['flat'] },
      { id: 'logits', kind: 'dense', units: 10, from: ['hidden one'] },
    ],
  };
  const file = modelFileOf('teacher.safetensors', header);
  const from = (layer: string, picked: object = file): Document =>
    pipeline(
      { 'teacher.network': null, 'loss.teacher': `teacher.layer:${layer}` },
      { params: { teacher: { weights: 'file', file: picked as never } } },
    );
  const models = { [header.sha256]: header };

  test('has the layers that the document keeps of it', () => {
    expect(file.layers).toEqual(['flatten 784 flat', 'dense 16 hidden one', 'dense 10 logits']);
    expect(compile(from('hidden one'), { models })).toMatchObject({ ok: true });
    expect(check(from('flat'), definitions).problems).toMatchObject([{ code: 'shape', found: 'n×784' }]);
    expect(check(from('hidden-1'), definitions).problems).toMatchObject([
      { code: 'no-such-layer', node: 'teacher' },
    ]);
  });

  test('that was picked before layers were kept is to be picked again', () => {
    const { layers: _, ...old } = file;
    expect(compile(from('hidden one', old), { models })).toMatchObject({
      ok: false,
      problems: [{ code: 'layers-unknown', node: 'teacher' }],
    });
  });
});

test('layers of a network of blocks are called by their place, so that more blocks change no name', () => {
  const layers = (blocks: number) => {
    const graph = check(
      pipeline(
        { 'teacher.network': 'deep.network' },
        { types: { deep: 'network.resnet' }, params: { deep: { blocks } } },
      ),
      definitions,
    );
    return Object.entries(graph.nodes.teacher?.outputs ?? {}).filter(([port]) =>
      port.startsWith('layer:stage2.block1'),
    );
  };
  expect(layers(1)).toHaveLength(9);
  expect(layers(1)).toEqual(layers(3));
});
