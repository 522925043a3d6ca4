import { EXAMPLES, type Stage, type Tap } from '../../../plan/plan.ts';
import { followShare, phaseAt, phasesOf, usedBy } from '../../../plan/training.ts';
import type { LoadedSource } from '../data/load-source.ts';
import { chunkSizes, isDrawn, rowsAhead, type StepRows } from '../data/order.ts';
import type { StageExecution } from '../execution.ts';
import { progressAt } from '../kernel.ts';
import { type LossGraph, lossGraph } from '../loss-graph.ts';
import type { LiveNetwork } from '../networks.ts';
import type { Optimizer } from '../optimizer.ts';
import { seedPair } from '../philox.ts';
import type { Profiler } from '../profile.ts';
import { divergence, isFiniteResult, stepResult } from '../step.ts';
import { bindFeeds } from './bind.ts';
import { declareNetwork, networkVariables, partFeed } from './compiled-answers.ts';
import { type Graph, type GraphNode, type Held, wireName } from './graph.ts';
import { nodeBuilder } from './node-builder.ts';
import { TIMES, timed } from './passes/timed.ts';
import type { Program } from './program.ts';
import { BALANCE, recordBalance } from './record-balance.ts';
import { PROGRESS, type RecordedDraws } from './record-inputs.ts';
import { recordStep, type StepFacts } from './record-step.ts';
import type { Fed, Values } from './session.ts';
import { gather, mapped } from './source-feed.ts';
import type { TapTable, TeacherSetting } from './teacher-outputs.ts';

type Feeds = Record<string, Omit<Fed, 'dtype'>>;

type TaskSetting = Pick<TeacherSetting, 'engine' | 'improve' | 'precision'> & {
  readonly program: Program;
  readonly networks: ReadonlyMap<string, LiveNetwork>;
  readonly profiler: Profiler | null;
};

type TaskStart = {
  /** What its functions are called by begins with, where other tasks have functions in the same program. */
  readonly prefix: string;
  /** Of the weights that the stage trains; its slots are declared. */
  readonly optimizer: Optimizer;
  /** Taps that are looked up instead of computed. */
  readonly tables: ReadonlyMap<string, TapTable>;
};

/** The steps of one task of a stage, or of a stage that has only one, as functions of a program. */
export type CompiledTask = Pick<StageExecution, 'ready' | 'step' | 'balance'> & {
  /** Lets go of what was made ready. */
  letGo(): void;
};

export function compiledTask(
  { engine, improve, precision, program, networks, profiler }: TaskSetting,
  stage: Stage,
  loaded: LoadedSource,
  { prefix, optimizer, tables }: TaskStart,
): CompiledTask {
  const graph = lossGraph(stage, networks);
  const { changed } = graph;
  const computed = stage.taps.filter((it) => !tables.has(it.id));
  const tapped = usedBy({ ...stage, taps: computed }).map((id) => networks.get(id) as LiveNetwork);
  for (const live of tapped) declareNetwork(program, live);
  for (const [tap, { shape, rows, values }] of tables)
    if (values.kind === 'memory')
      program.declare(tableName(tap), { shape: [rows, ...shape], dtype: 'float32', values: values.all });

  const part = loaded.parts.train;
  const feed = partFeed(program, loaded, part);
  const fixed = new Set(networkVariables(tapped.filter((it) => !changed.includes(it))).keys());
  const facts = new Map<string, StepFacts>();
  const clocks = new Map<string, readonly GraphNode[]>();
  const parts = {
    stage,
    graph,
    optimizer,
    tapped,
    shape: loaded.source.shape,
    hidden: loaded.masking !== null,
    cached: new Map([...tables].map(([tap, it]) => [tap, it.shape])),
  };
  /** Puts images, labels and what is looked up in the place of what a function of n examples is fed. */
  const withData = (entry: string, n: number, recorded: Graph): Graph => {
    const builder = nodeBuilder(entry, { at: loaded.source.id, part: 'data' });
    const data = feed.nodes(builder, n, isDrawn(loaded));
    if (tables.size > 0) builder.feed(ROWS, { shape: [n], dtype: 'int32' });
    const values = new Map([
      [`${entry}/feed/images`, data.images],
      [`${entry}/feed/labels`, data.labels],
      ...(data.targets ? [[`${entry}/feed/targets`, data.targets] as const] : []),
    ]);
    const before = [...builder.nodes];
    for (const tap of stage.taps) {
      const table = tables.get(tap.id);
      if (!table) continue;
      const look = lookUp(entry, tap, table, n);
      before.push(...look.nodes);
      values.set(`${entry}/feed/${wireName(`cached/${tap.id}`)}`, look.values);
    }
    return { ...bindFeeds(recorded, before, values), fixed };
  };
  const define = (n: number, phase: number, clocked = false): string => {
    const entry = `${prefix}step-${n}${since(phase)}${clocked ? '-timed' : ''}`;
    if (!facts.has(entry)) {
      const step = recordStep(engine, entry, n, { ...parts, phase });
      const bound = withData(entry, n, step.graph);
      if (clocked) {
        const { graph: withTimes, nodes } = timed(improve(bound, precision));
        program.define(entry, withTimes);
        clocks.set(entry, nodes);
      } else program.define(entry, improve(bound, precision));
      facts.set(entry, step.facts);
    }
    return entry;
  };

  /** Of a full batch; others are not measured. */
  const defineBalance = (of: NonNullable<Stage['balance']>, phase: number): RecordedDraws => {
    const entry = `${prefix}${BALANCE}${since(phase)}`;
    const recorded = recordBalance(engine, entry, stage.batch, { ...parts, parts: of.parts, phase });
    program.define(entry, improve(withData(entry, stage.batch, recorded.graph), precision));
    return recorded.draws;
  };
  /** What every function of a batch is fed. */
  const batchFeeds = (draws: RecordedDraws, step: number, { rows, drawn, view }: StepRows): Feeds => ({
    ...feed.feeds(rows, drawn),
    ...drawFeeds(stage, draws, step),
    ...(graph.numbered && { [EXAMPLES]: { shape: [rows.length], values: rows } }),
    ...(tables.size > 0 && {
      [ROWS]: { shape: [rows.length], values: rows.map((row) => view * count + row) },
    }),
  });

  const count = part.places.length;
  const ahead = rowsAhead(count, stage);
  const balances = new Map<number, RecordedDraws>();
  for (const phase of phasesOf(stage)) {
    for (const size of chunkSizes(count, stage.batch)) define(size, phase);
    if (profiler) define(Math.min(stage.batch, count), phase, true);
    if (stage.balance) balances.set(phase, defineBalance(stage.balance, phase));
  }
  /** The step by its timed twin, where the profiler wants it; null where it is to be done as always. */
  const timedCall = (untimed: string, feeds: Feeds): Values | null => {
    const entry = `${untimed}-timed`;
    const nodes = clocks.get(entry);
    if (!nodes || !profiler?.wants()) return null;
    try {
      const { measured: read, [TIMES]: times } = program.call(entry, feeds, ['measured', TIMES]);
      profiler.add(nodes, times as Float32Array);
      return read as Values;
    } catch {
      // A step that is not finite stops before its last moments. It changed nothing, and is told of as always.
      return null;
    }
  };

  return {
    ready: (step, { rows, place }) => feed.ready(rows, ahead(place?.step ?? step)),
    balance(step, taken) {
      const phase = phaseAt(stage, step);
      const draws = balances.get(phase);
      if (!draws) throw new Error(`${stage.id} asks for no balance`);
      const entry = `${prefix}${BALANCE}${since(phase)}`;
      return program.call(entry, batchFeeds(draws, step, taken))[BALANCE] as Float32Array;
    },
    step(step, taken) {
      const entry = define(taken.rows.length, phaseAt(stage, step));
      const own = facts.get(entry) as StepFacts;
      const feeds: Feeds = {
        ...batchFeeds(own, step, taken),
        ...factorFeeds(optimizer, step),
        ...shareFeeds(graph, step),
      };
      const read = timedCall(entry, feeds) ?? program.call(entry, feeds, ['measured']).measured;
      const result = stepResult(stage, own, read as Float32Array, optimizer.rate(step));
      if (!isFiniteResult(result)) throw whereDiverged(program, entry, feeds, own, stage, graph, step);
      return result;
    },
    letGo: feed.letGo,
  };
}

/** Of the phase of a stage that a function is for. */
const since = (phase: number): string => (phase > 0 ? `-from-${phase}` : '');

const tableName = (tap: string): string => `teacher/${tap}`;

/** Rows of the tables that a step takes. */
const ROWS = 'rows';

/** A cached tap of n examples. */
function lookUp(entry: string, tap: Tap, { shape, rows, values }: TapTable, n: number) {
  const builder = nodeBuilder(`${entry}/${tap.id}`, { at: tap.network, part: 'teacher' });
  const held: Held = { shape: [rows, ...shape], dtype: 'float32' };
  const table =
    values.kind === 'memory' ? builder.read(tableName(tap.id), held) : mapped(builder, values.path, held);
  return { values: gather(builder, table, held, `${entry}/feed/${ROWS}`, n), nodes: builder.nodes };
}

/** The seeds of the random streams of one step, and how far the stage is. */
function drawFeeds(stage: Stage, { streams, progress }: RecordedDraws, step: number): Feeds {
  const feeds: Feeds = {};
  for (const name of streams)
    feeds[`seed/${name}`] = { shape: [2], values: Int32Array.from(seedPair(stage.seed, name, step)) };
  if (progress) feeds[PROGRESS] = { shape: [], values: Float32Array.of(progressAt(step, stage.steps)) };
  return feeds;
}

const factorFeeds = (optimizer: Optimizer, step: number): Feeds =>
  Object.fromEntries(
    Object.entries(optimizer.factors(step)).map(([name, value]) => [
      `factor/${name}`,
      { shape: [], values: Float32Array.of(value) },
    ]),
  );

/** How far following networks go in one step. */
const shareFeeds = ({ followers }: LossGraph, step: number): Feeds =>
  Object.fromEntries(
    followers.map(({ live, decay }) => [
      `share/${live.network.id}`,
      { shape: [], values: Float32Array.of(followShare(decay, step)) },
    ]),
  );

/** The step that was not finite changed nothing: it can be asked again, for every term. */
function whereDiverged(
  program: Program,
  entry: string,
  feeds: Feeds,
  { terms }: StepFacts,
  stage: Stage,
  graph: LossGraph,
  step: number,
): Error {
  const values = program.call(
    entry,
    feeds,
    terms.map((it) => `term/${it}`),
  );
  return divergence(stage, graph, step, (id) => values[`term/${id}`] as Float32Array | undefined);
}
