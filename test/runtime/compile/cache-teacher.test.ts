import { describe, expect, test } from 'vitest';
import type { Document } from '../../../src/pipeline/document.ts';
import type { StageWish } from '../../../src/plan/builder.ts';
import { exampleWork } from '../../../src/plan/step-work.ts';
import { cacheTeacher } from '../../../src/runtime/compile/passes/cache-teacher.ts';
import { followed } from '../engine/graph/taught-documents.ts';
import { assistant, planOf, starter, template, withParams } from './templates.ts';

const shifted = (document = starter()): Document => withParams(document, 'transform', { shift: 2 });
const views = (count: number, document = shifted()): Document =>
  withParams(document, 'trainer', { teacherCache: 'views', views: count });

/** What became of the teacher's answers in each stage, and what is said of it. */
function decided(document: Document) {
  const { plan, notes } = planOf(document);
  const told = notes.filter((it) => it.code === 'teacher-cached' || it.code === 'teacher-each-step');
  return {
    caches: plan.stages.map((it) => it.cache),
    notes: told,
    text: told.map((it) => it.text).join('\n'),
  };
}

describe("a teacher's answers", () => {
  test('are computed once where every epoch shows it the same images', () => {
    const { caches, notes } = decided(starter());
    expect(caches).toEqual([null, { taps: ['tap-3'], views: 1 }, null]);
    expect(notes).toEqual([
      {
        code: 'teacher-cached',
        nodes: ['teacher', 'trainer'],
        // 60,000 × 10 logits × 4 bytes.
        text: "In stage 2, the teacher's answers to the 60,000 training images are computed once and kept (2.4 MB): 88 % less arithmetic.",
      },
    ]);
  });

  test('are computed at every step where it goes after the student', () => {
    const { plan } = planOf(followed);
    const stage = plan.stages.find((it) => it.follow) ?? expect.fail();
    const own = stage.taps.filter((it) => it.network === stage.follow?.[0]?.network).map((it) => it.id);
    expect(own).not.toEqual([]);
    expect((stage.cache?.taps ?? []).filter((it) => own.includes(it))).toEqual([]);
  });

  test('save what is said: all of its passes but one an epoch', () => {
    const { plan } = planOf(starter());
    const [, stage] = plan.stages;
    if (!stage) throw new Error('no stage');
    const before = exampleWork(plan, { ...stage, cache: null });
    const student = exampleWork(plan, { ...stage, taps: [], cache: null });
    const after = exampleWork(plan, stage);
    expect(after - student).toBeCloseTo((before - student) / 10);
    expect(Math.round(100 * (1 - after / before))).toBe(88);
  });

  test('are those of whoever teaches: the assistant too, in its own stage', () => {
    const { caches, notes } = decided(assistant());
    expect(caches.map((it) => it?.views ?? null)).toEqual([null, 1, 1, null]);
    expect(notes.map((it) => it.nodes)).toEqual([
      ['teacher', 'assistant-trainer'],
      ['assistant', 'trainer'],
    ]);
  });

  test('are computed at every step where images are shifted at random, and the way out is told', () => {
    const { caches, text } = decided(shifted());
    expect(caches).toEqual([null, null, null]);
    expect(text).toBe(
      "In stage 2, the teacher's answers are computed at every step, because every epoch shows other images. To compute them once, choose a number of views in the trainer.",
    );
  });

  test('to some views are kept where the trainer asks, and the baseline sees the same views', () => {
    const { caches, text } = decided(views(4));
    expect(caches).toEqual([null, { taps: ['tap-3'], views: 4 }, { taps: [], views: 4 }]);
    expect(text).toBe(
      "In stage 2, the teacher's answers to 4 views of each of the 60,000 training images are computed once and kept (9.6 MB): 59 % less arithmetic. The student sees these views alone, each again after 4 epochs.",
    );
  });

  test('to one view are kept where nothing is random, however many views are asked for', () => {
    expect(decided(views(4, starter())).caches).toEqual([null, { taps: ['tap-3'], views: 1 }, null]);
  });

  test.each([
    ['as many views as epochs', views(10), 'because 10 views of each image in 10 epochs would save nothing.'],
    [
      'one epoch',
      withParams(starter(), 'trainer', { epochs: 1 }),
      'because 1 view of each image in 1 epoch would save nothing.',
    ],
    [
      'the wish of the trainer',
      withParams(starter(), 'trainer', { teacherCache: 'each-step' }),
      'as the trainer asks.',
    ],
  ])('are not kept: %s', (_, document, why) => {
    const { caches, text } = decided(document);
    expect(caches).toEqual([null, null, null]);
    expect(text).toBe(`In stage 2, the teacher's answers are computed at every step, ${why}`);
  });

  test('that nobody asked to keep are not kept beyond 8 GiB', () => {
    const { plan } = planOf(starter());
    const data = plan.data.map((it) => ({ ...it, counts: { train: 3e8, validation: 0, test: 0 } }));
    const kept = (teacher: StageWish['teacher']) =>
      cacheTeacher(
        { ...plan, data },
        { origin: {}, wishes: new Map([['stage-2', { keep: 'auto', balance: false, teacher }]]) },
      );
    expect(kept('auto').plan.stages[1]?.cache).toBeNull();
    expect(kept('auto').notes[0]?.text).toContain('because they would fill 12 GB.');
    expect(kept({ views: 1 }).plan.stages[1]?.cache).toEqual({ taps: ['tap-3'], views: 1 });
  });

  test('are no matter of a student that has no teacher', () => {
    const { caches, notes } = decided(views(3, shifted(template('student-alone-mnist'))));
    expect(caches).toEqual([null]);
    expect(notes).toEqual([]);
  });
});
