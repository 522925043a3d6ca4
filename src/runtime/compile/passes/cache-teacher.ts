import type { StageWish } from '../../../plan/builder.ts';
import { networkShape } from '../../../plan/layers.ts';
import {
  INPUTS,
  isRandom,
  type Note,
  type Plan,
  type Source,
  type Stage,
  type Tap,
} from '../../../plan/plan.ts';
import { exampleWork } from '../../../plan/step-work.ts';
import { tasksOf } from '../../../plan/tasks.ts';
import { changedBy } from '../../../plan/training.ts';
import { bytes, count, many, percent } from '../amounts.ts';
import type { Pass } from './pass.ts';

/** What nobody asked for is not put on a disk beyond this size. */
const LIMIT = 8 * 2 ** 30;

type Cache = NonNullable<Stage['cache']>;
type Decided = {
  readonly cache: Cache | null;
  /** Whose answers it is about. */
  readonly subject: string;
  readonly code: string;
  readonly text: string;
};

/**
 * Has what frozen networks answer computed once, where that saves work: where no random step stands before them, or
 * where the trainer asks for a number of views that come again. A baseline sees the views of the stage that it repeats.
 */
export const cacheTeacher: Pass = (plan, { origin, wishes }) => {
  const notes: Note[] = [];
  const caches = new Map<string, Cache | null>();
  const stages = plan.stages.map((stage): Stage => {
    const source = plan.data.find((it) => it.id === stage.read) as Source;
    const repeated = caches.get(stage.baselineOf ?? '');
    if (repeated && isRandom(source)) return { ...stage, cache: { taps: [], views: repeated.views } };
    const tasks = tasksOf(stage);
    const sourceOf = (task: Stage) => plan.data.find((it) => it.id === task.read) as Source;
    const decided = tasks.flatMap((task) => {
      const changed = changedBy(task);
      const taps = task.taps.filter((it) => it.on === INPUTS && !changed.includes(it.network));
      if (taps.length === 0) return [];
      const of = sourceOf(task);
      const number = plan.stages.indexOf(stage) + 1;
      const made = decide(plan, task, of, taps, wishes.get(stage.id)?.teacher ?? 'auto', number);
      const teachers = taps.flatMap((it) => origin[it.network] ?? []);
      return [{ ...made, nodes: [...new Set([...teachers, ...(origin[stage.id] ?? [])])] }];
    });
    if (decided.length === 0) return stage;
    const kept = keptOf(decided, tasks.length > 1 && tasks.some((it) => isRandom(sourceOf(it))));
    notes.push(...kept.map(({ code, text, nodes }) => ({ code, text, nodes })));
    const cache = joined(kept);
    caches.set(stage.id, cache);
    return { ...stage, cache };
  });
  return { plan: { ...plan, stages }, notes };
};

/** Views count for all tasks of a stage: where one of several must see new images at every epoch, nothing is kept. */
function keptOf<D extends Decided>(decided: readonly D[], drawn: boolean): readonly D[] {
  if (!drawn) return decided;
  return decided.map((it) =>
    it.cache === null
      ? it
      : {
          ...it,
          cache: null,
          code: 'teacher-each-step',
          text: `${it.subject} are computed at every step, because another of its tasks shows other images in every epoch.`,
        },
  );
}

function joined(decided: readonly Decided[]): Cache | null {
  const caches = decided.flatMap((it) => it.cache ?? []);
  const [first] = caches;
  return first ? { taps: caches.flatMap((it) => it.taps), views: first.views } : null;
}

function decide(
  plan: Plan,
  stage: Stage,
  source: Source,
  taps: readonly Tap[],
  wish: StageWish['teacher'],
  number: number,
): Decided {
  const several = new Set(taps.map((it) => it.network)).size > 1;
  const answers = `In stage ${number}, the ${several ? "teachers'" : "teacher's"} answers`;
  const each = (why: string): Decided => ({
    cache: null,
    subject: answers,
    code: 'teacher-each-step',
    text: `${answers} are computed at every step, ${why}`,
  });
  const random = isRandom(source);
  if (wish === 'each-step') return each('as the trainer asks.');
  if (random && wish === 'auto')
    return each(
      'because every epoch shows other images. To compute them once, choose a number of views in the trainer.',
    );
  const views = random && wish !== 'auto' ? wish.views : 1;
  if (views >= stage.epochs)
    return each(
      `because ${many(views, 'view')} of each image in ${many(stage.epochs, 'epoch')} would save nothing.`,
    );
  const { train } = source.counts;
  const size = 4 * views * train * taps.reduce((sum, it) => sum + valuesOf(plan, it), 0);
  if (wish === 'auto' && size > LIMIT)
    return each(
      `because they would fill ${bytes(size)}. To keep them all the same, choose views in the trainer.`,
    );
  const cache = { taps: taps.map((it) => it.id), views };
  const saved = 1 - exampleWork(plan, { ...stage, cache }) / exampleWork(plan, stage);
  const to = random ? `${many(views, 'view')} of each of the ` : 'the ';
  const kept = `${answers} to ${to}${count(train)} training images are computed once and kept (${bytes(size)}): ${percent(saved)} less arithmetic.`;
  return {
    cache,
    subject: answers,
    code: 'teacher-cached',
    text: random
      ? `${kept} The student sees these views alone, each again after ${many(views, 'epoch')}.`
      : kept,
  };
}

/** How many numbers a tap gives for one example. */
function valuesOf({ networks }: Plan, { network, layer }: Tap): number {
  const of = networks.find((it) => it.id === network);
  const shape = of && networkShape(of.layers, of.input).layers.get(layer)?.output;
  return shape?.reduce((product, it) => product * it, 1) ?? 0;
}
