import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Document } from '../../../src/pipeline/document.ts';
import { startCpu } from '../../../src/runtime/engine/backend/cpu.ts';
import { improve } from '../../../src/runtime/engine/graph/improve.ts';
import { opByOp } from '../../../src/runtime/engine/op-by-op.ts';
import { readModel } from '../../../src/runtime/model-file.ts';
import { planOf, problemsOf, withParams } from '../compile/templates.ts';
import { drawn, type Wiring } from '../drawn.ts';
import { type Course, compiledBy, courseOf, type Way } from './graph/course.ts';
import { filedPlan, smallPlan } from './graph/small-plans.ts';
import { compiles, engineFolder, graphEngine } from './graph/tensorflow.ts';
import { runHere } from './run-here.ts';

/* What residual knowledge distillation promises, trained for a few seconds on patterns. */

let way: Way = opByOp;
beforeAll(async () => {
  if (compiles) way = compiledBy(await graphEngine(), improve);
  else await startCpu();
});

const DATA = { trainExamples: 70, testExamples: 20 };
const SHORT = { epochs: 30, batch: 14 };

/** Means over the first and over the last epoch of a term of a stage. */
function epochsOf(
  { told }: Course,
  stage: string,
  term: string,
  steps: number,
): readonly [first: number, last: number] {
  const values = [...told].filter(([name]) => name.startsWith(`${stage} `) && name.endsWith(` ${term}`));
  const mean = (of: typeof values) => of.reduce((sum, [, it]) => sum + it, 0) / of.length;
  expect(values.length).toBeGreaterThan(2 * steps);
  return [mean(values.slice(0, steps)), mean(values.slice(-steps))];
}

const FEED: readonly Wiring[] = [
  ['mnist', 'data', 'transform', 'data'],
  ['teacher-network', 'network', 'teacher', 'network'],
  ['transform', 'data', 'teacher', 'data'],
  ['student-network', 'network', 'student', 'network'],
  ['transform', 'data', 'student', 'data'],
  ['optimizer', 'optimizer', 'trainer', 'optimizer'],
];
const COMMON = {
  mnist: ['data.mnist', DATA],
  transform: ['data.image-transform'],
  teacher: ['model.teacher', { epochs: 4, batch: 14, learningRate: 0.01 }],
  student: ['model.student'],
  optimizer: ['optimizer.adam', { learningRate: 0.01 }],
  trainer: ['training.trainer', SHORT],
} as const;

describe('deep to shallow', () => {
  const filters = { firstFilters: 3, secondFilters: 4, kernel: '3', dense: 8 };
  const fitting = (deep: 'teacher' | 'student'): Document =>
    drawn(
      {
        ...COMMON,
        'teacher-network': ['network.lenet', filters],
        'student-network': ['network.lenet', filters],
        projector: ['model.projector'],
        fit: ['loss.deep-to-shallow', { weight: 1 }],
      },
      [
        ...FEED,
        ['student', 'layer:activation-1', 'projector', 'student'],
        [deep, 'layer:activation-2', 'projector', 'like'],
        ['projector', 'projected', 'fit', 'shallow'],
        [deep, 'layer:activation-2', 'fit', 'deep'],
        ['fit', 'loss', 'trainer', 'loss'],
      ],
    );

  test.each(['teacher', 'student'] as const)(
    'halves the distance to the deep layer of the %s at least',
    async (deep) => {
      const { plan } = planOf(fitting(deep));
      const last = plan.stages.at(-1);
      const course = await courseOf(plan, way);
      const [before, after] = epochsOf(course, last?.id ?? '', 'loss', 5);
      expect(after).toBeLessThan(before / 2);
      // Behind the shallow layer nothing of the student moves by a bit: no gradient went into the deep one.
      const own = last?.train[0] ?? '';
      const moved = (layer: string): boolean => {
        const { first, last: end } = course.values.get(`${own}/${layer}/kernel`) ?? expect.fail(layer);
        return end.some((it, at) => !Object.is(it, first[at]));
      };
      expect([moved('conv2d-1'), moved('conv2d-2'), moved('dense-1')]).toEqual([true, false, false]);
    },
  );
});

describe('deep to shallow beside labels', () => {
  const filters = { firstFilters: 3, secondFilters: 4, kernel: '3', dense: 8 };
  const beside = (freeze: string): Document =>
    drawn(
      {
        ...COMMON,
        'teacher-network': ['network.lenet', filters],
        'student-network': ['network.lenet', filters],
        projector: ['model.projector'],
        fit: ['loss.deep-to-shallow', { weight: 1, freeze }],
        labelled: ['loss.cross-entropy'],
        sum: ['loss.weighted-sum', { firstWeight: 1, secondWeight: 0.1 }],
      },
      [
        ...FEED,
        ['student', 'layer:activation-1', 'projector', 'student'],
        ['teacher', 'layer:activation-2', 'projector', 'like'],
        ['projector', 'projected', 'fit', 'shallow'],
        ['teacher', 'layer:activation-2', 'fit', 'deep'],
        ['student', 'logits', 'labelled', 'student'],
        ['transform', 'data', 'labelled', 'labels'],
        ['fit', 'loss', 'sum', 'first'],
        ['labelled', 'loss', 'sum', 'second'],
        ['sum', 'loss', 'trainer', 'loss'],
      ],
    );
  const layers = ['conv2d-1', 'conv2d-2', 'dense-1', 'logits'];

  test.each([
    ['none', []],
    ['shallow', ['conv2d-1']],
    ['deep', ['conv2d-2', 'dense-1', 'logits']],
  ])('freezes %s: what is frozen stays to the bit, and all else learns', async (freeze, kept) => {
    const { plan } = planOf(beside(freeze));
    const own = plan.stages.at(-1)?.train[0] ?? '';
    const { values } = await courseOf(plan, way);
    const stays = (layer: string): boolean =>
      ['kernel', 'bias'].every((weight) => {
        const { first, last } = values.get(`${own}/${layer}/${weight}`) ?? expect.fail(layer);
        return last.every((it, at) => Object.is(it, first[at]));
      });
    expect(layers.filter(stays)).toEqual(kept);
  });

  test('halves the distance with either side frozen', async () => {
    for (const freeze of ['shallow', 'deep']) {
      const { plan } = planOf(beside(freeze));
      const stage = plan.stages.at(-1);
      const term = stage?.terms.find((it) => it.op === 'loss.deep-to-shallow')?.id ?? '';
      const [before, after] = epochsOf(await courseOf(plan, way), stage?.id ?? '', term, 5);
      expect(after, freeze).toBeLessThan(before / 2);
    }
  });

  test('adds to what the student itself freezes, and refuses what cannot be', () => {
    const frozen = (document: Document) => planOf(document).plan.stages.at(-1)?.frozen;
    const until = withParams(beside('deep'), 'student', { freeze: 'trunk' });
    expect(problemsOf(until).map((it) => it.code)).toEqual(['freeze-all']);
    expect(
      frozen(withParams(beside('shallow'), 'student', { freeze: 'until', freezeUntil: 'conv2d-2' })),
    ).toEqual([{ network: expect.any(String), layers: ['conv2d-1', 'conv2d-2'], until: null }]);
    const gradual = { freeze: 'until', freezeUntil: 'conv2d-2', unfreeze: 'at-once' };
    expect(problemsOf(withParams(beside('shallow'), 'student', gradual)).map((it) => it.code)).toEqual([
      'freeze-twice',
    ]);
  });
});

describe('an assistant', () => {
  const boostedNodes = {
    ...COMMON,
    'teacher-network': ['network.mlp', { hidden: [16] }],
    'student-network': ['network.mlp', { hidden: [3] }],
    'assistant-network': ['network.mlp', { hidden: [16] }],
    imitation: ['loss.feature-distance', { weight: 1 }],
    learned: ['model.teacher', { weights: 'wire' }],
    assistant: ['model.student'],
    difference: ['loss.residual'],
    'assistant-trainer': ['training.trainer', SHORT],
  } as const;
  const boostedWires: readonly Wiring[] = [
    ...FEED,
    ['student', 'logits', 'imitation', 'student'],
    ['teacher', 'logits', 'imitation', 'teacher'],
    ['imitation', 'loss', 'trainer', 'loss'],
    ['trainer', 'model', 'learned', 'model'],
    ['transform', 'data', 'learned', 'data'],
    ['assistant-network', 'network', 'assistant', 'network'],
    ['transform', 'data', 'assistant', 'data'],
    ['assistant', 'logits', 'difference', 'assistant'],
    ['learned', 'logits', 'difference', 'student'],
    ['teacher', 'logits', 'difference', 'teacher'],
    ['difference', 'loss', 'assistant-trainer', 'loss'],
    ['optimizer', 'optimizer', 'assistant-trainer', 'optimizer'],
  ];
  const boosted = drawn(boostedNodes, boostedWires);

  test('and its student are one model, which is measured and saved, and nearer to the teacher', async () => {
    const wired = drawn(
      {
        ...boostedNodes,
        together: ['model.assisted'],
        evaluation: ['result.evaluation'],
        alone: ['result.evaluation'],
        save: ['result.save-model', { name: 'both' }],
      },
      [
        ...boostedWires,
        ['trainer', 'model', 'together', 'student'],
        ['assistant-trainer', 'model', 'together', 'assistant'],
        ['together', 'model', 'evaluation', 'model'],
        ['teacher', 'model', 'evaluation', 'teacher'],
        ['trainer', 'model', 'alone', 'model'],
        ['teacher', 'model', 'alone', 'teacher'],
        ['together', 'model', 'save', 'model'],
      ],
    );
    const plan = filedPlan(wired);
    const told = await runHere(plan, { engineFolder });
    expect(told.ending).toMatchObject({ how: 'done' });
    const both = plan.outputs.find((it) => it.kind === 'saved-model')?.network ?? '';
    const model = await readModel(join(told.folder, told.of('saved-model')[0]?.file ?? ''));
    expect(model.layers.map((it) => it.id)).toEqual(expect.arrayContaining(['assistant.logits', 'assisted']));
    const student = plan.stages[1]?.train[0];
    const agrees = (network: string | undefined) =>
      told.of('evaluation').find((it) => it.measured.network === network && it.agreement !== null)
        ?.agreement ?? Number.NaN;
    expect(agrees(both)).toBeGreaterThan(agrees(student) + 0.2);
  });

  test('and its student are together closer to the teacher than the student alone', async () => {
    const plan = smallPlan(boosted);
    const [, imitation, assisting] = plan.stages;
    const course = await courseOf(plan, way);
    const [, alone] = epochsOf(course, imitation?.id ?? '', 'loss', 5);
    const [, together] = epochsOf(course, assisting?.id ?? '', 'loss', 5);
    expect(alone).toBeGreaterThan(0.01);
    expect(together).toBeLessThan(alone / 2);
  });
});

describe('relations', () => {
  const related = (batch: number): Document =>
    drawn(
      {
        ...COMMON,
        trainer: ['training.trainer', { ...SHORT, batch }],
        'teacher-network': ['network.mlp', { hidden: [16] }],
        'student-network': ['network.mlp', { hidden: [5] }],
        relations: ['loss.rkd'],
      },
      [
        ...FEED,
        ['student', 'layer:activation-1', 'relations', 'student'],
        ['teacher', 'layer:activation-1', 'relations', 'teacher'],
        ['relations', 'loss', 'trainer', 'loss'],
      ],
    );

  test('of a wider teacher are learned by a narrower student', async () => {
    const plan = smallPlan(related(14));
    const course = await courseOf(plan, way);
    const [before, after] = epochsOf(course, plan.stages.at(-1)?.id ?? '', 'loss', 5);
    expect(after).toBeLessThan(before / 2);
  });

  test('are refused where a batch holds no three examples', () => {
    expect(problemsOf(related(2)).map((it) => it.code)).toEqual(['batch-small']);
    expect(problemsOf(related(3))).toEqual([]);
  });
});
