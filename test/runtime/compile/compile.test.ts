import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Document } from '../../../src/pipeline/document.ts';
import { explain } from '../../../src/plan/explain.ts';
import { compile } from '../../../src/runtime/compile/compile.ts';
import { templateModels } from './template-models.ts';
import { planOf, problemsOf, starter, TEMPLATES, template, withParams } from './templates.ts';

function rewired(document: Document, to: string, from: string | null): Document {
  const [node, port] = to.split('.') as [string, string];
  const kept = Object.entries(document.wires).filter(([, it]) => it.to.node !== node || it.to.port !== port);
  const [fromNode, fromPort] = (from ?? '').split('.') as [string, string];
  const added =
    from === null ? [] : [['new-wire', { from: { node: fromNode, port: fromPort }, to: { node, port } }]];
  return { ...document, wires: Object.fromEntries([...kept, ...added]) };
}

describe('where a plan comes from', () => {
  test('data are of the nodes that made them, the data set first', () => {
    const { plan, origin } = planOf(starter());
    expect(plan.data.map(({ id }) => origin[id])).toEqual([['mnist', 'transform']]);
  });

  test('an optimizer is of its node and the schedules wired into it; of the teacher where that trains itself', () => {
    const { plan, origin } = planOf(starter());
    const [teacher, student, baseline] = plan.stages.map((it) => it.optimizer.id);
    expect(origin[teacher ?? '']).toEqual(['teacher']);
    expect(origin[student ?? '']).toEqual(['optimizer', 'schedule']);
    expect(baseline).toBe(student);
  });
});

describe('templates', () => {
  test.each(readdirSync(TEMPLATES).filter((it) => it.endsWith('.json')))(
    '%s compiles without a warning',
    (file) => {
      const document = template(file.replace('.json', ''));
      const result = compile(document, { models: templateModels(document) });
      expect(result.ok && result.warnings).toEqual([]);
    },
  );
});

describe('the starter', () => {
  test('trains the teacher, then the student with it, then the same student alone', () => {
    const { plan } = planOf(starter());
    const role = (id: string | undefined) => plan.networks.find((it) => it.id === id)?.role;
    expect(plan.stages.map((it) => role(it.train[0]))).toEqual(['teacher', 'student', 'baseline']);
    expect(plan.stages[2]?.baselineOf).toBe(plan.stages[1]?.id);
  });

  test('gives student and baseline the same start, seed, order and optimizer', () => {
    const { plan } = planOf(starter());
    const [, student, baseline] = plan.stages;
    const start = (id: string | undefined) => plan.networks.find((it) => it.id === id)?.start;
    expect(start(student?.train[0])).toEqual(start(baseline?.train[0]));
    expect(start(student?.train[0])).not.toEqual(start(plan.stages[0]?.train[0]));
    expect(student).toMatchObject({
      seed: baseline?.seed,
      batch: baseline?.batch,
      steps: baseline?.steps,
      optimizer: baseline?.optimizer,
    });
  });

  test('names no teacher in the baseline', () => {
    const { plan } = planOf(starter());
    const baseline = plan.stages[2];
    expect(baseline?.taps.map((it) => it.network)).toEqual(baseline?.train);
  });

  test('evaluates teacher, student and baseline, and saves the student', () => {
    const { plan } = planOf(starter());
    const role = (id: string) => plan.networks.find((it) => it.id === id)?.role;
    expect(plan.outputs.map((it) => `${it.kind} ${'network' in it ? role(it.network) : ''}`)).toEqual([
      'evaluation teacher',
      'evaluation student',
      'evaluation baseline',
      'saved-model student',
    ]);
  });

  test('is told in sentences that name the nodes', () => {
    const document = starter();
    const compiled = planOf(document);
    const nameOf = (id: string) => {
      const node = document.nodes[compiled.origin[id]?.[0] ?? ''];
      return node?.title ?? node?.type ?? id;
    };
    expect(explain(compiled, nameOf).join('\n')).toContain('taught by model.teacher');
  });

  test('is told with what the person chose for the engine, and without a word where nothing was chosen', () => {
    const told = (params: Record<string, unknown>) =>
      explain(planOf(withParams(starter(), 'trainer', { engine: 'tensorflow', ...params })), (id) => id);
    expect(told({})[0]).toMatch(/^Data: mnist/);
    expect(told({ precision: 'bfloat16', tf32: false, device: 'gpu-1' }).slice(0, 3)).toEqual([
      'Everything is computed on GPU 1.',
      'Matrix products and convolutions are computed in bfloat16; weights stay float32.',
      'On an NVIDIA card, float32 products are exact: TF32 is off.',
    ]);
  });
});

describe('the plan', () => {
  test('is the same after nodes are moved, renamed or written in another order', () => {
    const document = starter();
    const moved: Document = {
      ...document,
      title: 'Another title',
      nodes: Object.fromEntries(
        Object.entries(document.nodes)
          .reverse()
          .map(([id, it]) => [
            id,
            { ...it, title: `${id} renamed`, position: { x: it.position.x + 7, y: -1 } },
          ]),
      ),
      wires: Object.fromEntries(Object.entries(document.wires).reverse()),
    };
    expect(planOf(moved).hash).toBe(planOf(document).hash);
  });

  test('changes its hash with any parameter that matters', () => {
    const hash = planOf(starter()).hash;
    expect(planOf(withParams(starter(), 'distillation', { temperature: 5 })).hash).not.toBe(hash);
    expect(planOf(withParams(starter(), 'trainer', { seed: 2 })).hash).not.toBe(hash);
    expect(planOf(withParams(starter(), 'transform', { shift: 1 })).hash).not.toBe(hash);
  });

  test('leaves out what no goal needs', () => {
    const document = starter();
    const spare = { type: 'network.resnet', version: 1, position: { x: 0, y: 0 }, params: {} };
    const plan = planOf({ ...document, nodes: { ...document.nodes, spare } });
    expect(plan.hash).toBe(planOf(document).hash);
  });

  test('has no soft part where alpha is 0 and no hard part where it is 1', () => {
    const ops = (alpha: number) =>
      planOf(withParams(starter(), 'distillation', { alpha })).plan.stages[1]?.terms.map((it) => it.op);
    expect(ops(1)).toEqual(['loss.tempered-softmax']);
    expect(ops(0.5)).toEqual(['loss.tempered-softmax', 'loss.cross-entropy', 'loss.weighted-sum']);
  });
});

describe('refuses, at the node', () => {
  const cases: [string, Document, { code: string; node: string }][] = [
    [
      'swapped teacher and student',
      rewired(starter(), 'distillation.teacher', 'student.logits'),
      { code: 'teacher-trained', node: 'distillation' },
    ],
    [
      'a frozen student',
      rewired(starter(), 'distillation.student', 'teacher.logits'),
      { code: 'student-frozen', node: 'distillation' },
    ],
    ['an open input', rewired(starter(), 'trainer.optimizer', null), { code: 'input-open', node: 'trainer' }],
    [
      'a batch larger than the data',
      withParams(withParams(starter(), 'mnist', { trainExamples: 100 }), 'teacher', { batch: 50 }),
      { code: 'batch-larger-than-data', node: 'trainer' },
    ],
    [
      "a teacher's batch larger than the data",
      withParams(starter(), 'teacher', { batch: 60_001 }),
      { code: 'batch-larger-than-data', node: 'teacher' },
    ],
    [
      'a network with another number of outputs',
      withParams(starter(), 'teacher-network', { outputs: 7 }),
      { code: 'classes', node: 'teacher' },
    ],
    [
      'a parameter out of range',
      withParams(starter(), 'distillation', { temperature: -1 }),
      { code: 'parameter', node: 'distillation' },
    ],
    [
      'a parameter that does not exist',
      withParams(starter(), 'distillation', { temprature: 4 }),
      { code: 'parameter', node: 'distillation' },
    ],
    [
      'labels that are missing',
      rewired(starter(), 'distillation.labels', null),
      { code: 'labels-needed', node: 'distillation' },
    ],
    [
      'other data for the labels',
      rewired(starter(), 'distillation.labels', 'mnist.data'),
      { code: 'two-sources', node: 'trainer' },
    ],
    [
      'a wire of the wrong kind',
      rewired(starter(), 'trainer.optimizer', 'schedule.schedule'),
      { code: 'kind', node: 'trainer' },
    ],
    [
      'a network too deep for the image',
      withParams(
        {
          ...starter(),
          nodes: {
            ...starter().nodes,
            'teacher-network': {
              type: 'network.lenet',
              version: 1,
              position: { x: 0, y: 0 },
              params: { firstFilters: 0 },
            },
          },
        },
        'mnist',
        {},
      ),
      { code: 'parameter', node: 'teacher-network' },
    ],
  ];
  test.each(cases)('%s', (_, document, expected) => {
    expect(problemsOf(document)).toContainEqual(expect.objectContaining({ severity: 'error', ...expected }));
  });

  test('a choice that is none says what there is, as the file has it and as the form calls it', () => {
    const [told] = problemsOf(withParams(starter(), 'trainer', { engine: 'abacus' }));
    expect(told).toMatchObject({
      found: '"abacus"',
      allowed: 'auto, tensorflow, cpu',
      fix: 'Choose Automatic, TensorFlow or Plain JavaScript.',
    });
    const [many] = problemsOf(withParams(starter(), 'distillation', { alpha: 3 }));
    expect(many?.fix).toBe('Set it to at most 1.');
  });

  test('every refusal says what to do', () => {
    for (const [name, document] of cases)
      for (const it of problemsOf(document)) expect(it.fix, `${name}: ${it.code}`).toBeTruthy();
  });

  test('a document without a goal', () => {
    expect(problemsOf({ ...starter(), nodes: {}, wires: {} })).toMatchObject([{ code: 'nothing-to-run' }]);
  });

  test('a model file that is not at hand', () => {
    const file = { name: 'big.safetensors', sha256: 'a'.repeat(64), input: [28, 28, 1], classes: 10 };
    expect(problemsOf(withParams(starter(), 'teacher', { weights: 'file', file }))).toMatchObject([
      { code: 'model-missing', node: 'teacher', param: 'file' },
    ]);
  });

  test('a model file for other classes', () => {
    const file = { name: 'big.safetensors', sha256: 'a'.repeat(64), input: [28, 28, 1], classes: 7 };
    expect(problemsOf(withParams(starter(), 'teacher', { weights: 'file', file }))).toContainEqual(
      expect.objectContaining({ code: 'classes', node: 'teacher' }),
    );
  });
});
