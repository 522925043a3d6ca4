import * as tf from '@tensorflow/tfjs';
import type { Stage } from '../../../plan/plan.ts';
import { type ComputedStep, computeStep } from '../compute-step.ts';
import { inTidy } from '../in-tidy.ts';
import { kernelOf } from '../kernel.ts';
import type { LossGraph } from '../loss-graph.ts';
import type { LiveNetwork } from '../networks.ts';
import type { Optimizer } from '../optimizer.ts';
import { seedPair } from '../philox.ts';
import { networkVariables } from './compiled-answers.ts';
import type { GraphEngine } from './graph-engine.ts';
import { FINITE } from './program.ts';
import { record } from './recorder.ts';

/** What a recorded step says of its results, beside the graph. */
export type StepFacts = Pick<ComputedStep, 'scalars' | 'hasAccuracy'> & {
  readonly terms: readonly string[];
  /** Names of the random streams that it draws from. */
  readonly streams: readonly string[];
  /** Whether it asks how far the stage is. */
  readonly progress: boolean;
};

/** The feed of how far the stage is. */
export const PROGRESS = 'progress';

type StepParts = {
  readonly stage: Stage;
  readonly graph: LossGraph;
  readonly optimizer: Optimizer;
  readonly tapped: readonly LiveNetwork[];
  /** Of one example. */
  readonly shape: readonly number[];
  /** Taps that are looked up instead of computed: the shape of each for one example. */
  readonly cached: ReadonlyMap<string, readonly number[]>;
  /** The phase of the stage, by the step at which it begins. */
  readonly phase: number;
};

/** Records the step of a stage on n examples: fed are `images`, `labels`, `cached/…`, `factor/…`, `share/…`, `seed/…` and `progress`. */
export function recordStep(
  { backend }: GraphEngine,
  entry: string,
  n: number,
  { stage, graph, optimizer, tapped, shape, cached, phase }: StepParts,
) {
  const variables = new Map([...networkVariables(tapped), ...optimizer.slots]);
  const streams = new Set<string>();
  let facts: StepFacts | null = null;
  const recorded = inTidy(() => {
    const images = tf.zeros([n, ...shape]);
    const classes = tf.zeros([n], 'int32');
    const looked = [...cached].map(([tap, own]) => [tap, tf.zeros([n, ...own])] as const);
    const factors = Object.entries(optimizer.factors(phase)).map(
      ([name, it]) => [name, tf.scalar(it)] as const,
    );
    const shares = graph.followers.map((it) => [it.live.network.id, tf.scalar(1)] as const);
    return record(backend, entry, variables, (feed) => {
      const seeds = new Map<string, tf.Tensor>();
      let progress: tf.Tensor | null = null;
      const kernel = kernelOf({
        seedOf(stream) {
          const seed =
            seeds.get(stream) ??
            feed(`seed/${stream}`, tf.tensor1d([...seedPair(stage.seed, stream, 0)], 'int32'));
          seeds.set(stream, seed);
          streams.add(stream);
          return seed;
        },
        progress() {
          progress ??= feed(PROGRESS, tf.scalar(0));
          return progress;
        },
      });
      const inputs = {
        x: feed('images', images),
        labels: feed('labels', classes),
        cached: new Map(looked.map(([tap, it]) => [tap, feed(`cached/${tap}`, it)])),
        factors: Object.fromEntries(factors.map(([name, it]) => [name, feed(`factor/${name}`, it)])),
        kernel,
        phase,
        shares: Object.fromEntries(shares.map(([id, it]) => [id, feed(`share/${id}`, it)])),
      };
      return computeStep(stage, graph, optimizer, inputs, (computed) => {
        const terms = [...computed.terms].map(([id, it]) => [`term/${id}`, it]);
        facts = {
          scalars: computed.scalars,
          hasAccuracy: computed.hasAccuracy,
          terms: [...computed.terms.keys()],
          streams: [...streams],
          progress: progress !== null,
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
