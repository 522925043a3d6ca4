import { beforeAll, describe, expect, test } from 'vitest';
import type { Layer } from '../../../../src/plan/layers.ts';
import type { Plan, Source, Stage } from '../../../../src/plan/plan.ts';
import { openTeacherCache, type TeacherCache } from '../../../../src/runtime/engine/cache/teacher-cache.ts';
import type { GraphEngine, Improve } from '../../../../src/runtime/engine/graph/graph-engine.ts';
import { improve } from '../../../../src/runtime/engine/graph/improve.ts';
import { opByOp } from '../../../../src/runtime/engine/op-by-op.ts';
import { temporaryFolders } from '../../temporary-folder.ts';
import { adam, chain, mlpLayers, network, plan, source, stage } from '../plans.ts';
import { differences, otherBits } from './agreement.ts';
import { type Course, compiledBy, courseOf } from './course.ts';
import { alone } from './layer-plans.ts';
import { changedBy, changesOf, withFrozenDraws, withoutChange } from './mutants.ts';
import { isStep } from './recorded-ops.ts';
import { compiles, graphEngine } from './tensorflow.ts';

/* The check that compiled and op by op agree would see it: draws that are frozen, an update that is lost, a cache that is stale. */

const FEW = { batch: 35, epochs: 1 };
const dropping = chain([
  { kind: 'flatten' },
  { kind: 'dropout', rate: 0.4 },
  { kind: 'dense', units: 12 },
  { kind: 'dropout', rate: 0.4 },
  { kind: 'dense', units: 10 },
]);
const normalizing = chain([
  { kind: 'flatten' },
  { kind: 'batch-norm', momentum: 0.9, epsilon: 1e-3 },
  { kind: 'dense', units: 10 },
]);
/** The first, the last and two between. */
const some = (all: readonly string[]): string[] =>
  all.filter((_, at) => at === all.length - 1 || at % Math.ceil(all.length / 3) === 0);
const constant = { op: 'schedule.constant', args: {} };
const updatedBy = (op: string, args: Stage['optimizer']['args']): Plan =>
  alone(normalizing, {
    ...FEW,
    optimizer: { ...adam(0.01), schedule: constant, op: `optimizer.${op}`, args },
  });
const sgd = updatedBy('sgd', { momentum: 0.9, nesterov: false, weightDecay: 0 });
const adamw = updatedBy('adamw', { beta1: 0.9, beta2: 0.999, epsilon: 1e-7, weightDecay: 0.5 });

describe.runIf(compiles)('it would be seen', () => {
  let engine: GraphEngine;
  beforeAll(async () => {
    engine = await graphEngine();
  });

  test('that dropout draws the same at every step: from the second one on', async () => {
    const of = alone(dropping, FEW);
    const expected = await courseOf(of, opByOp);
    const frozen: Improve = (graph, precision) =>
      withFrozenDraws(improve(graph, precision), of.stages[0]?.seed ?? 1);
    const parted = differences(expected, await courseOf(of, compiledBy(engine, frozen)));
    expect(parted).not.toEqual([]);
    expect(parted.filter((it) => it.startsWith('stage-1 1 '))).toEqual([]);
    expect(parted.some((it) => it.startsWith('stage-1 2 loss'))).toBe(true);
  });

  test.each<[string, Plan, Improve, number]>([
    // Four weights with a velocity each, and two running statistics.
    ['by assignments', sgd, (graph) => graph, 10],
    ['in place', sgd, improve, 6],
    // A kernel decays before it is updated.
    ['in place, with decay', adamw, improve, 7],
  ])('that a change of a variable is lost: %s', async (_, of, way, count) => {
    const expected = await courseOf(of, opByOp);
    let changes: string[] = [];
    const whole: Improve = (graph, precision) => {
      const made = way(graph, precision);
      if (isStep(made)) changes = changesOf(made);
      return made;
    };
    expect(differences(expected, await courseOf(of, compiledBy(engine, whole)))).toEqual([]);
    expect(changes).toHaveLength(count);
    for (const change of process.env.POTSTILL_FULL ? changes : some(changes)) {
      let variable = '';
      const lossy: Improve = (graph, precision) => {
        const made = way(graph, precision);
        if (!isStep(made)) return made;
        variable = changedBy(made, change);
        return withoutChange(made, change);
      };
      const parted = differences(expected, await courseOf(of, compiledBy(engine, lossy)));
      expect(
        parted.filter((it) => it.includes(variable)),
        change,
      ).not.toEqual([]);
    }
  });
});

/** A student of a teacher that was never trained: what it answers follows from its weights alone. */
function taught(
  changes: {
    data?: Partial<Source>;
    teacher?: Layer[];
    weights?: string;
    stage?: Partial<Stage>;
    layer?: string;
  } = {},
): Plan {
  const data = source({ counts: { train: 70, validation: 0, test: 20 }, ...changes.data });
  const start = { kind: 'fresh', stream: changes.weights ?? 'teacher' } as const;
  const networks = [
    network('network-1', mlpLayers(8)),
    network('network-2', changes.teacher ?? mlpLayers(10), { role: 'teacher', start }),
  ];
  const own = stage(data, {
    student: 'network-1',
    teacher: 'network-2',
    ...FEW,
    cache: { taps: ['tap-12'], views: 1 },
    ...changes.stage,
  });
  const taps = own.taps.map((it) => (it.id === 'tap-12' ? { ...it, layer: changes.layer ?? it.layer } : it));
  return plan(data, networks, [{ ...own, taps }], [], 'tensorflow');
}

const shifting: Partial<Source> = {
  transform: [
    { kind: 'scale', by: 1 / 255, add: 0 },
    { kind: 'random-shift', pixels: 2 },
  ],
};
const views = (count: number, seed = 1): { data: Partial<Source>; stage: Partial<Stage> } => ({
  data: shifting,
  stage: { epochs: 2, steps: 4, seed, cache: { taps: ['tap-12'], views: count } },
});
/** Each another teacher's answers than those before it. */
const TAUGHT: Readonly<Record<string, Plan>> = {
  'at first': taught(),
  'with other weights': taught({ weights: 'another' }),
  'with another network': taught({ teacher: mlpLayers(11) }),
  'of another layer': taught({ layer: 'dense-2' }),
  'on images that are scaled otherwise': taught({
    data: { transform: [{ kind: 'scale', by: 2 / 255, add: -1 }] },
  }),
  'on other examples of the set': taught({ data: { counts: { train: 70, validation: 9, test: 20 } } }),
  'on others by another split': taught({
    data: { counts: { train: 70, validation: 9, test: 20 }, splitSeed: 2 },
  }),
  'on two views': taught(views(2)),
  'on two views by another seed': taught(views(2, 5)),
  'on one view of them': taught(views(1)),
};

describe.runIf(compiles)("a teacher's answers that are kept", () => {
  const folderOf = temporaryFolders();
  let engine: GraphEngine;
  const expected = new Map<string, Course>();
  beforeAll(async () => {
    engine = await graphEngine();
    for (const [name, of] of Object.entries(TAUGHT)) expected.set(name, await courseOf(of, opByOp));
  });
  const taughtBy = (name: string, caches: TeacherCache): Promise<Course> =>
    courseOf(TAUGHT[name] as Plan, compiledBy(engine, improve, { caches }));
  const parted = async (name: string, caches: TeacherCache): Promise<string[]> =>
    differences(expected.get(name) as Course, await taughtBy(name, caches));

  test('never meet another teacher, layer, transform, split or view, in whatever order', async () => {
    const caches = openTeacherCache(folderOf());
    const found: (string | null)[] = [];
    const watching: TeacherCache = {
      ...caches,
      async find(key, taps) {
        const kept = await caches.find(key, taps);
        found.push(kept && key);
        return kept;
      },
    };
    const names = Object.keys(TAUGHT);
    const computed = new Map<string, Course>();
    for (const name of names) computed.set(name, await taughtBy(name, watching));
    for (const name of names.toReversed()) {
      const again = await taughtBy(name, watching);
      expect(differences(expected.get(name) as Course, again), name).toEqual([]);
      expect(otherBits(computed.get(name) as Course, again), name).toEqual([]);
    }
    expect(found.slice(0, names.length)).toEqual(names.map(() => null));
    expect(new Set(found.slice(names.length)).size).toBe(names.length);
    expect(found.slice(names.length)).not.toContain(null);
    await caches.close();
  });

  test.each(['with other weights', 'on images that are scaled otherwise'])(
    'would be seen where they were stale: %s',
    async (name) => {
      const caches = openTeacherCache(folderOf());
      let first: string | null = null;
      const stale: TeacherCache = {
        ...caches,
        find(key, taps) {
          first ??= key;
          return caches.find(first, taps);
        },
      };
      expect(await parted('at first', stale)).toEqual([]);
      expect(await parted(name, stale)).not.toEqual([]);
      await caches.close();
    },
  );
});
