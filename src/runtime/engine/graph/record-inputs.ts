import * as tf from '@tensorflow/tfjs';
import type { Kernel } from '../../../plan/operation.ts';
import { EXAMPLES, type Stage } from '../../../plan/plan.ts';
import type { StepInputs } from '../compute-step.ts';
import { inTidy } from '../in-tidy.ts';
import { kernelOf } from '../kernel.ts';
import type { LossGraph } from '../loss-graph.ts';
import type { LiveNetwork } from '../networks.ts';
import type { Optimizer } from '../optimizer.ts';
import { seedPair } from '../philox.ts';
import type { Graph } from './graph.ts';
import type { GraphEngine } from './graph-engine.ts';
import { type Computed, type Feed, record } from './recorder.ts';

/** What a function of a batch is recorded from. */
export type StepParts = {
  readonly stage: Stage;
  readonly graph: LossGraph;
  readonly optimizer: Optimizer;
  readonly tapped: readonly LiveNetwork[];
  /** Of one example. */
  readonly shape: readonly number[];
  /** Whether tokens are hidden, to be found again. */
  readonly hidden?: boolean;
  /** Taps that are looked up instead of computed: the shape of each for one example. */
  readonly cached: ReadonlyMap<string, readonly number[]>;
  /** The phase of the stage, by the step at which it begins. */
  readonly phase: number;
};

/** What a recorded function must be fed beside its batch. */
export type RecordedDraws = {
  /** Names of the random streams that it draws from. */
  readonly streams: readonly string[];
  /** Whether it asks how far the stage is. */
  readonly progress: boolean;
};

/** The feed of how far the stage is. */
export const PROGRESS = 'progress';

export type RecordedInputs = Pick<StepInputs, 'x' | 'labels' | 'examples' | 'targets' | 'cached'> & {
  readonly kernel: Kernel;
  readonly feed: Feed;
};

/**
 * Records a function of n examples of a stage: fed are `images`, `labels`, `examples`, `targets`, `cached/…`, `seed/…`, `progress` and whatever
 * the function feeds itself.
 *
 * @param variables by name, as they are now
 */
export function recordInputs(
  { backend }: GraphEngine,
  entry: string,
  n: number,
  {
    stage,
    graph: losses,
    shape,
    hidden,
    cached,
  }: Pick<StepParts, 'stage' | 'graph' | 'shape' | 'hidden' | 'cached'>,
  variables: ReadonlyMap<string, tf.Tensor>,
  run: (inputs: RecordedInputs) => Computed,
): { readonly graph: Graph; readonly draws: RecordedDraws } {
  const seeds = new Map<string, tf.Tensor>();
  let progress: tf.Tensor | null = null;
  try {
    const graph = inTidy(() => {
      const images = tf.zeros([n, ...shape]);
      const classes = tf.zeros([n], 'int32');
      const numbers = losses.numbered ? tf.zeros([n], 'int32') : null;
      const places = hidden ? tf.zeros([n, ...shape], 'int32') : null;
      const looked = [...cached].map(([tap, own]) => [tap, tf.zeros([n, ...own])] as const);
      return record(backend, entry, variables, (feed) => {
        // Kept, as several tapes may ask for one of them, and each frees what was made in it.
        const kernel = kernelOf({
          seedOf(stream) {
            const known = seeds.get(stream);
            if (known) return known;
            const seed = tf.keep(tf.tensor1d([...seedPair(stage.seed, stream, 0)], 'int32'));
            seeds.set(stream, seed);
            return feed(`seed/${stream}`, seed);
          },
          progress() {
            progress ??= feed(PROGRESS, tf.keep(tf.scalar(0)));
            return progress;
          },
        });
        return run({
          x: feed('images', images),
          labels: feed('labels', classes),
          examples: numbers && feed(EXAMPLES, numbers),
          targets: places && feed('targets', places),
          cached: new Map(looked.map(([tap, it]) => [tap, feed(`cached/${tap}`, it)])),
          kernel,
          feed,
        });
      });
    });
    return { graph, draws: { streams: [...seeds.keys()], progress: progress !== null } };
  } finally {
    tf.dispose([...seeds.values()]);
    (progress as tf.Tensor | null)?.dispose();
  }
}
