import { describe, expect, test } from 'vitest';
import type { Document } from '../../../src/pipeline/document.ts';
import { repeatedStudent, studentAlone } from '../../../src/plan/training.ts';
import { turned } from '../engine/graph/taught-documents.ts';
import { planOf, problemsOf, withParams } from './templates.ts';

const joint = (document: Document) => {
  const stage = planOf(document).plan.stages.find((it) => it.tasks);
  return stage ?? expect.fail('no stage has tasks');
};
const rewired = (
  document: Document,
  wires: Readonly<Record<string, readonly [string, string, string, string]>>,
) => ({
  ...document,
  wires: {
    ...document.wires,
    ...Object.fromEntries(
      Object.entries(wires).map(([id, [from, output, to, input]]) => [
        id,
        { from: { node: from, port: output }, to: { node: to, port: input } },
      ]),
    ),
  },
});

describe('a trainer of several tasks', () => {
  test('makes one stage of them, each task with its source and a chance by its size', () => {
    const { plan, notes } = planOf(turned());
    const { tasks = [], train, steps, epochs, balance, cache, terms } = joint(turned());
    const counts = tasks.map(({ read }) => plan.data.find((it) => it.id === read)?.counts.train);
    expect(counts).toEqual([70, 45]);
    expect(tasks[0]?.share).toBeCloseTo(70 ** 0.75 / (70 ** 0.75 + 45 ** 0.75), 10);
    expect(steps).toBe(epochs * (10 + 7));
    expect(train).toHaveLength(2);
    // The first task has a sum of two losses, the second one alone.
    expect(balance).toBeNull();
    expect(tasks.map((it) => it.balance?.parts.length)).toEqual([2, undefined]);
    const ops = tasks[0]?.balance?.parts.map((id) => terms.find((it) => it.id === id)?.op);
    expect(ops).toEqual(['loss.tempered-softmax', 'loss.cross-entropy']);
    // The teacher's images are always the same.
    expect(cache?.taps).toHaveLength(1);
    expect(notes.map((it) => it.code)).toContain('teacher-cached');
  });

  test('measures no balance where nobody wants to know', () => {
    expect(joint(turned({}, { balance: false })).tasks?.every((it) => it.balance === undefined)).toBe(true);
  });

  test('trains the same students once more on the labels alone, in the same turns, with a trunk of their own', () => {
    const { plan, notes } = planOf(turned({}, { baseline: true }));
    const taught = plan.stages.find((it) => it.tasks) ?? expect.fail('no stage has tasks');
    const alone = plan.stages.find((it) => it.baselineOf === taught.id) ?? expect.fail('no baseline');
    const { steps, seed, batch, epochs } = taught;
    expect(alone).toMatchObject({ steps, seed, batch, epochs, balance: null, cache: null, projectors: [] });
    expect(alone.tasks?.map(({ read, share }) => ({ read, share }))).toEqual(
      taught.tasks?.map(({ read, share }) => ({ read, share })),
    );
    expect(alone.terms.map((it) => it.op)).toEqual(['loss.cross-entropy', 'loss.cross-entropy']);
    const networkOf = (id: string | undefined) => plan.networks.find((it) => it.id === id);
    for (const [at, student] of taught.train.entries()) {
      const repeated = studentAlone(plan.stages, student);
      expect(repeated).toBe(alone.train[at]);
      expect(repeatedStudent(plan.stages, repeated ?? '')).toBe(student);
      expect(networkOf(repeated)).toMatchObject({ role: 'baseline', start: networkOf(student)?.start });
    }
    // The owner of the trunk among those alone is another than among the taught.
    const [owner, lent] = alone.train.map(networkOf);
    expect(owner?.shares).toBeUndefined();
    expect(lent?.shares).toEqual({ network: owner?.id, layers: ['dense-1'] });
    const measured = plan.outputs.flatMap((it) => (it.kind === 'evaluation' ? [it.network] : []));
    expect(measured).toEqual(expect.arrayContaining([...taught.train, ...alone.train]));
    expect(notes.find((it) => it.code === 'baseline')?.text).toContain('in the same turns');
  });

  test('lets a student share all layers with weights but the last ones, and end in its own classes', () => {
    const { networks } = planOf(turned()).plan;
    const [lent] = networks.filter((it) => it.shares);
    const owner = networks.find((it) => it.id === lent?.shares?.network);
    expect(owner?.role).toBe('student');
    expect(lent?.shares?.layers).toEqual(['dense-1']);
    expect(lent?.start.kind).toBe('fresh');
    expect(owner?.shares).toBeUndefined();
  });

  test('keeps no answers where one of its tasks sees other images in every epoch', () => {
    const moved = rewired(
      {
        ...turned(),
        nodes: {
          ...turned().nodes,
          moved: { type: 'data.image-transform', version: 1, position: { x: 0, y: 0 }, params: { shift: 2 } },
        },
      },
      {
        'moved-data': ['clothes', 'data', 'moved', 'data'],
        'other-data': ['moved', 'data', 'other', 'data'],
        'hard-labels': ['moved', 'data', 'hard', 'labels'],
      },
    );
    expect(joint(moved).cache).toBeNull();
    expect(
      planOf(moved)
        .notes.map((it) => it.text)
        .join(),
    ).toContain('another of its tasks');
  });

  test('refuses a loss that comes twice, at its own port', () => {
    const twice = rewired(turned(), { 'task-3': ['distillation', 'loss', 'trainer', 'task3'] });
    expect(problemsOf(twice)[0]).toMatchObject({ code: 'task-student', node: 'trainer' });
    expect(problemsOf(twice)[0]?.message).toContain('task3');
  });

  test('refuses a batch that one of its tasks cannot fill, at the port of that one', () => {
    const [problem] = problemsOf(withParams(turned(), 'trainer', { batch: 50 }));
    expect(problem).toMatchObject({ code: 'batch-larger-than-data', found: '50', allowed: '1 … 45' });
  });

  test('gives no model where it has no loss', () => {
    const open = rewired(turned(), { 'second-model': ['trainer', 'model4', 'second', 'model'] });
    expect(problemsOf(open)[0]).toMatchObject({ code: 'output-empty', node: 'trainer', port: 'model4' });
  });
});

describe('a shared trunk', () => {
  const apart = (): Document => {
    const document = turned();
    const trainer = { ...(document.nodes.trainer as Document['nodes'][string]), type: 'training.trainer' };
    const { tau: _, ...params } = trainer.params as Record<string, never>;
    const kept = Object.entries(document.wires).filter(
      ([id]) => !['task-1', 'task-2', 'first-model', 'second-model', 'saved-model'].includes(id),
    );
    return rewired(
      {
        ...document,
        nodes: { ...document.nodes, trainer: { ...trainer, params } },
        wires: Object.fromEntries(kept),
      },
      {
        alone: ['hard', 'loss', 'trainer', 'loss'],
        told: ['trainer', 'model', 'evaluation', 'model'],
        kept: ['trainer', 'model', 'save', 'model'],
        other: ['teacher', 'model', 'second', 'model'],
      },
    );
  };

  test('is trained by nobody who trains one of its students alone', () => {
    expect(problemsOf(apart())[0]).toMatchObject({ code: 'trunk-apart', node: 'trainer' });
  });

  test('learns as a whole', () => {
    const frozen = withParams(turned(), 'student', { freeze: 'trunk' });
    expect(problemsOf(frozen)[0]).toMatchObject({ code: 'trunk-frozen' });
  });

  test('is refused where nothing of it would be shared', () => {
    const [problem] = problemsOf(turned({ own: 2 }));
    expect(problem?.message).toContain('none is left to share');
  });
});
