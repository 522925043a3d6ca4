import type { EngineEvent } from '../../../plan/events.ts';
import type { Precision, Stage } from '../../../plan/plan.ts';
import { bytesOf, type CachedTeacher, sizeOf } from '../cache/cached-teacher.ts';
import { readRows } from '../cache/read-rows.ts';
import type { TeacherCache } from '../cache/teacher-cache.ts';
import { teacherKey } from '../cache/teacher-key.ts';
import type { LoadedSource } from '../data/load-source.ts';
import { chunkSizes, drawsOf, isDrawn, rowsFrom } from '../data/order.ts';
import { type LiveNetwork, readWeights } from '../networks.ts';
import { compiledAnswers } from './compiled-answers.ts';
import type { GraphEngine, Improve } from './graph-engine.ts';
import { createProgram } from './program.ts';

/** What a frozen network answers to every training example, in every view, one tap after another. */
export type TapTable = {
  /** Of one example. */
  readonly shape: readonly number[];
  /** Row `view · examples + row of the part`. */
  readonly rows: number;
  readonly values:
    | { readonly kind: 'memory'; readonly all: Float32Array }
    | { readonly kind: 'file'; readonly path: string };
};

export type TeacherSetting = {
  readonly engine: GraphEngine;
  readonly improve: Improve;
  /** What steps are computed in, and what a teacher answers in. */
  readonly precision: Precision;
  readonly caches: TeacherCache;
  /** Kind, device, version and precision. */
  readonly engineName: string;
  readonly emit: (event: EngineEvent) => void;
};

/** Examples that a teacher answers at once, at most: products of matrices gain up to there. */
const MOST_AT_ONCE = 1024;
/** Bytes of its largest layer for those examples, at most: networks with maps take fewer at once, and little memory. */
const LARGEST_LAYER = 2 ** 25;
/** Tables above this are read from their file, which TensorFlow maps into memory. */
const IN_MEMORY = 2 ** 30;

/**
 * The cached taps of a stage: found from an earlier run, or computed now and kept.
 *
 * @param turn lets messages in; throws where a stop is wanted
 * @returns by tap; without those that can neither be held nor kept, which are then computed in each step
 */
export async function teacherOutputs(
  setting: TeacherSetting,
  networks: ReadonlyMap<string, LiveNetwork>,
  stage: Stage,
  loaded: LoadedSource,
  turn: () => Promise<void> | undefined,
): Promise<ReadonlyMap<string, TapTable>> {
  const tables = new Map<string, TapTable>();
  const cached = stage.taps.filter((it) => stage.cache?.taps.includes(it.id));
  for (const id of new Set(cached.map((it) => it.network))) {
    const taps = cached.filter((it) => it.network === id);
    const layers = [...new Set(taps.map((it) => it.layer))];
    const views = isDrawn(loaded) ? (stage.cache?.views ?? 1) : 1;
    const teacher = { live: networks.get(id) as LiveNetwork, layers, loaded, seed: stage.seed, views };
    const found = await outputsOf(setting, teacher, turn);
    for (const tap of taps) {
      const table = found.get(tap.layer);
      if (table) tables.set(tap.id, table);
    }
  }
  return tables;
}

type Teacher = {
  readonly live: LiveNetwork;
  readonly layers: readonly string[];
  readonly loaded: LoadedSource;
  /** Of the stage: its draws are those of training. */
  readonly seed: number;
  readonly views: number;
};

async function outputsOf(
  setting: TeacherSetting,
  teacher: Teacher,
  turn: () => Promise<void> | undefined,
): Promise<Map<string, TapTable>> {
  const { caches, emit } = setting;
  const { live, layers, loaded, seed, views } = teacher;
  const { source } = loaded;
  const rows = loaded.parts.train.places.length * views;
  const taps = layers.map((layer) => ({ layer, shape: live.shape.layers.get(layer)?.output ?? [] }));
  const key = teacherKey({
    ...live.network,
    ...source,
    weights: readWeights(live),
    taps: layers,
    draws: isDrawn(loaded) ? { seed, views } : null,
    engine: setting.engineName,
  });
  const fits = bytesOf(rows, taps) <= IN_MEMORY;
  const found = await caches.find(key, taps);
  if (found) {
    emit({ kind: 'note', text: 'What the teacher answers is known from an earlier run.' });
    return tablesOf(found.taps, rows, fits);
  }
  const writer = await caches.create(key, rows, taps);
  const all = fits ? taps.map(({ shape }) => new Float32Array(rows * sizeOf(shape))) : null;
  try {
    await answerAll(setting, teacher, turn, async (chunks, done) => {
      const written = writer.add(chunks);
      chunks.forEach((chunk, at) => {
        all?.[at]?.set(chunk, done * sizeOf(taps[at]?.shape ?? []));
      });
      await written;
    });
  } catch (error) {
    await writer.abandon();
    throw error;
  }
  const outcome = await writer.finish();
  if (outcome.kind === 'not-kept' && outcome.note) emit({ kind: 'note', text: outcome.note });
  if (all)
    return new Map(
      taps.map(({ layer, shape }, at): [string, TapTable] => [
        layer,
        { shape, rows, values: { kind: 'memory', all: all[at] as Float32Array } },
      ]),
    );
  if (outcome.kind === 'kept') return tablesOf(outcome.teacher.taps, rows, false);
  emit({ kind: 'note', text: 'The teacher answers in each step: its answers are too many to be held.' });
  return new Map();
}

async function tablesOf(
  taps: CachedTeacher['taps'],
  rows: number,
  fits: boolean,
): Promise<Map<string, TapTable>> {
  const tables = new Map<string, TapTable>();
  for (const { layer, shape, path } of taps) {
    const values = fits
      ? ({ kind: 'memory', all: await readRows(path, shape, rows) } as const)
      : ({ kind: 'file', path } as const);
    tables.set(layer, { shape, rows, values });
  }
  return tables;
}

/** How many examples a network answers at once. */
function chunkFor({ shape }: LiveNetwork): number {
  const values = [...shape.layers.values()].map(({ output }) => sizeOf(output));
  const fit = Math.floor(LARGEST_LAYER / (Float32Array.BYTES_PER_ELEMENT * Math.max(1, ...values)));
  return Math.max(1, Math.min(MOST_AT_ONCE, fit));
}

/** Lets a teacher answer everything, view after view. @param take gets each chunk, and how many rows came before */
async function answerAll(
  { engine, improve, precision, emit }: TeacherSetting,
  { live, layers, loaded, seed, views }: Teacher,
  turn: () => Promise<void> | undefined,
  take: (chunks: Float32Array[], done: number) => Promise<void>,
): Promise<void> {
  const program = createProgram(engine.binding);
  const part = loaded.parts.train;
  const count = part.places.length;
  const chunk = chunkFor(live);
  const answers = compiledAnswers(engine, improve, program, `teacher/${live.network.id}`, {
    live,
    layers,
    loaded,
    part,
    fixed: true,
    precision,
  });
  try {
    const draws = drawsOf(loaded, count, seed);
    for (const size of chunkSizes(count, chunk)) answers.prepare(size, isDrawn(loaded));
    let told = -1;
    for (let view = 0; view < views; view += 1) {
      for (let begin = 0; begin < count; begin += chunk) {
        const rows = rowsFrom(begin, chunk, count);
        const done = view * count + begin;
        await answers.ready(rows);
        await take(answers.at(rows, draws(view, rows)), done);
        const tenth = Math.floor((10 * done) / (views * count));
        if (tenth > told)
          emit({ kind: 'state', state: 'preparing', text: `The teacher answers, ${10 * tenth} %` });
        told = tenth;
        await turn();
      }
    }
  } finally {
    answers.letGo();
    program.close();
  }
}
