import * as tf from '@tensorflow/tfjs';
import type { Stage } from '../../../plan/plan.ts';
import type { Tensor } from '../../safetensors.ts';
import { type ComputedStep, computeStep } from '../compute-step.ts';
import type { LoadedSource } from '../data/load-source.ts';
import { evaluationSizes } from '../evaluate.ts';
import type { Answering, StageExecution } from '../execution.ts';
import { inTidy } from '../in-tidy.ts';
import { kernelOf } from '../kernel.ts';
import { type LossGraph, lossGraph } from '../loss-graph.ts';
import { type LiveNetwork, replaceWeight } from '../networks.ts';
import { createOptimizer, type Optimizer } from '../optimizer.ts';
import { seedPair } from '../philox.ts';
import type { Profiler } from '../profile.ts';
import { divergence, isFiniteResult, stepResult } from '../step.ts';
import { bindFeeds } from './bind.ts';
import { compiledLogits, declareNetwork, networkVariables, partFeed } from './compiled-answers.ts';
import type { GraphNode } from './graph.ts';
import type { GraphEngine, Improve } from './graph-engine.ts';
import { nodeBuilder } from './node-builder.ts';
import { TIMES, timed } from './passes/timed.ts';
import { createProgram, FINITE, type Program } from './program.ts';
import { record } from './recorder.ts';
import type { Fed, Values } from './session.ts';

type Feeds = Record<string, Omit<Fed, 'dtype'>>;
/** What a recorded step says of its results, beside the graph. */
type StepFacts = Pick<ComputedStep, 'scalars' | 'hasAccuracy'> & {
  readonly terms: readonly string[];
  /** Names of the random streams that it draws from. */
  readonly streams: readonly string[];
};

/** Trains a stage by a compiled step: everything that changes stays in the session until it is asked for. */
export function compiledStage(
  engine: GraphEngine,
  improve: Improve,
  networks: ReadonlyMap<string, LiveNetwork>,
  stage: Stage,
  loaded: LoadedSource,
  slots: ReadonlyMap<string, Float32Array> | null,
  profiler: Profiler | null,
): StageExecution {
  const program = createProgram(engine.binding);
  const trained = stage.train.map((id) => networks.get(id) as LiveNetwork);
  const tapped = [...new Set([...stage.train, ...stage.taps.map((it) => it.network)])].map(
    (id) => networks.get(id) as LiveNetwork,
  );
  const graph = lossGraph(stage, networks);
  const optimizer = createOptimizer(stage, trained, slots);
  const slotShapes = new Map([...optimizer.slots].map(([key, it]) => [key, it.shape]));
  for (const live of tapped) declareNetwork(program, live);
  for (const [key, it] of optimizer.slots)
    program.declare(key, { shape: it.shape, dtype: 'float32', values: it.dataSync<'float32'>() });

  const part = loaded.parts.train;
  const feed = partFeed(program, loaded, part);
  const facts = new Map<string, StepFacts>();
  const clocks = new Map<string, readonly GraphNode[]>();
  const define = (n: number, clocked = false): string => {
    const entry = `step-${n}${clocked ? '-timed' : ''}`;
    if (!facts.has(entry)) {
      const step = recordStep(engine, entry, n, {
        stage,
        graph,
        optimizer,
        tapped,
        shape: loaded.source.shape,
      });
      const builder = nodeBuilder(entry, { at: loaded.source.id, part: 'data' });
      const data = feed.nodes(builder, n, loaded.shift > 0);
      const values = new Map([
        [`${entry}/feed/images`, data.images],
        [`${entry}/feed/labels`, data.labels],
      ]);
      const own = data.labels === `${entry}/feed/labels` ? new Map([...values].slice(0, 1)) : values;
      const bound = bindFeeds(step.graph, builder.nodes, own);
      if (clocked) {
        const { graph: withTimes, nodes } = timed(improve(bound));
        program.define(entry, withTimes);
        clocks.set(entry, nodes);
      } else program.define(entry, improve(bound));
      facts.set(entry, step.facts);
    }
    return entry;
  };

  // One session for all that the stage will ask for.
  const count = part.places.length;
  define(Math.min(stage.batch, count));
  if (count % stage.batch !== 0) define(count % stage.batch);
  if (profiler) define(Math.min(stage.batch, count), true);
  const measured = loaded.parts[stage.evaluate];
  const answers = new Map(
    trained.map((live): [LiveNetwork, Pick<Answering, 'logits'>] => [
      live,
      compiledLogits(
        engine,
        improve,
        program,
        { live, loaded, part: measured },
        evaluationSizes(measured.places.length),
      ),
    ]),
  );
  const done = (): void => pull(program, trained);
  /** The step by its timed twin, where the profiler wants it; null where it is to be done as always. */
  const timedCall = (n: number, feeds: Feeds): Values | null => {
    const entry = `step-${n}-timed`;
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
    step(step, { rows, shifts }) {
      const entry = define(rows.length);
      const own = facts.get(entry) as StepFacts;
      const feeds: Feeds = { ...feed.feeds(rows, shifts), ...stepFeeds(stage, optimizer, own, step) };
      const read = timedCall(rows.length, feeds) ?? program.call(entry, feeds, ['measured']).measured;
      const result = stepResult(stage, own, read as Float32Array, optimizer.rate(step));
      if (!isFiniteResult(result)) throw whereDiverged(program, entry, feeds, own, stage, graph, step);
      return result;
    },
    answering(live) {
      const own = answers.get(live);
      if (!own) throw new Error(`${live.network.id} is not trained in ${stage.id}`);
      return { ...own, dispose: () => undefined };
    },
    state() {
      done();
      const values = program.read([...slotShapes.keys()]);
      return new Map(
        [...slotShapes].map(([key, shape]): [string, Tensor] => [
          key,
          { shape, values: values.get(key) as Float32Array<ArrayBuffer> },
        ]),
      );
    },
    dispose() {
      try {
        done();
      } finally {
        program.close();
        optimizer.dispose();
      }
    },
  };
}

/** Weights and running statistics of trained networks, from the session to where everybody finds them. */
function pull(program: Program, trained: readonly LiveNetwork[]): void {
  for (const live of trained) {
    const names = [...live.weights.keys()];
    const values = program.read(names.map((it) => `${live.network.id}/${it}`));
    for (const name of names) {
      const shape = live.weights.get(name)?.shape ?? [];
      replaceWeight(live, name, tf.tensor(values.get(`${live.network.id}/${name}`) as Float32Array, shape));
    }
  }
}

/** The optimizer's factors and the seeds of the random streams of one step. */
function stepFeeds(stage: Stage, optimizer: Optimizer, { streams }: StepFacts, step: number): Feeds {
  const feeds: Feeds = {};
  for (const [name, value] of Object.entries(optimizer.factors(step)))
    feeds[`factor/${name}`] = { shape: [], values: Float32Array.of(value) };
  for (const name of streams)
    feeds[`seed/${name}`] = { shape: [2], values: Int32Array.from(seedPair(stage.seed, name, step)) };
  return feeds;
}

type StepParts = {
  readonly stage: Stage;
  readonly graph: LossGraph;
  readonly optimizer: Optimizer;
  readonly tapped: readonly LiveNetwork[];
  readonly shape: readonly number[];
};

/** Runs one step on nothing but zeros, for its ops; the weights stay what they are. */
function recordStep(
  { backend }: GraphEngine,
  entry: string,
  n: number,
  { stage, graph, optimizer, tapped, shape }: StepParts,
) {
  const variables = new Map([...networkVariables(tapped), ...optimizer.slots]);
  const streams = new Set<string>();
  let facts: StepFacts | null = null;
  const recorded = inTidy(() => {
    const images = tf.zeros([n, ...shape]);
    const classes = tf.zeros([n], 'int32');
    const factors = Object.entries(optimizer.factors(0)).map(([name, it]) => [name, tf.scalar(it)] as const);
    return record(backend, entry, variables, (feed) => {
      const seeds = new Map<string, tf.Tensor>();
      const kernel = kernelOf((stream) => {
        const seed =
          seeds.get(stream) ??
          feed(`seed/${stream}`, tf.tensor1d([...seedPair(stage.seed, stream, 0)], 'int32'));
        seeds.set(stream, seed);
        streams.add(stream);
        return seed;
      });
      const inputs = {
        x: feed('images', images),
        labels: feed('labels', classes),
        cached: new Map<string, tf.Tensor>(),
        factors: Object.fromEntries(factors.map(([name, it]) => [name, feed(`factor/${name}`, it)])),
        kernel,
      };
      return computeStep(stage, graph, optimizer, inputs, (computed) => {
        const terms = [...computed.terms].map(([id, it]) => [`term/${id}`, it]);
        facts = {
          scalars: computed.scalars,
          hasAccuracy: computed.hasAccuracy,
          terms: [...computed.terms.keys()],
          streams: [...streams],
        };
        return {
          results: {
            measured: computed.measured,
            [FINITE]: computed.finite,
            ...Object.fromEntries(terms),
          },
          assigns: computed.next(),
        };
      });
    });
  });
  return { graph: recorded, facts: facts as unknown as StepFacts };
}

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
