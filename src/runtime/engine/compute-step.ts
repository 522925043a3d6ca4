import * as tf from '@tensorflow/tfjs';
import type { Kernel } from '../../plan/operation.ts';
import type { Stage } from '../../plan/plan.ts';
import { attackedImages } from './attacked-images.ts';
import { scoped } from './composite.ts';
import { squareSum } from './fused-ops.ts';
import type { Learning } from './layers/layer-run.ts';
import { learningPass } from './learning-pass.ts';
import type { BatchInputs, LossGraph } from './loss-graph.ts';
import { type LiveNetwork, weightKey } from './networks.ts';
import type { Optimizer } from './optimizer.ts';

/** What a step takes beside the weights. */
export type StepInputs = Omit<BatchInputs, 'known'> & {
  /** Taps that were computed before and stand in for a network's answers, by id. */
  readonly cached: ReadonlyMap<string, tf.Tensor>;
  /** The optimizer's, as scalars. */
  readonly factors: Readonly<Record<string, tf.Tensor>>;
  readonly kernel: Kernel;
  /** The phase of the stage that the step belongs to, by the step at which it begins. */
  readonly phase: number;
  /** The share of the way that each following network goes, as a scalar, by its id. */
  readonly shares: Readonly<Record<string, tf.Tensor>>;
};

/** What a step computes, before anything is changed. */
export type ComputedStep = {
  /** The gradient's global norm before clipping, every scalar term in order, and the accuracy where there is one; [m]. */
  readonly measured: tf.Tensor;
  /** Whether loss and norm are finite; a scalar. */
  readonly finite: tf.Tensor;
  /** Ids of the scalar terms, as they stand in `measured`. */
  readonly scalars: readonly string[];
  readonly hasAccuracy: boolean;
  readonly terms: ReadonlyMap<string, tf.Tensor>;
  /** Next values of weights, running statistics and the optimizer's slots, by their keys. */
  next(): Map<string, tf.Tensor>;
};

export type TrainedStage = Pick<
  Stage,
  'id' | 'seed' | 'steps' | 'total' | 'clip' | 'optimizer' | 'frozen' | 'follow'
>;

/**
 * One training step as a function of weights, optimizer state and inputs: nothing is read back and nothing is changed,
 * so that it can be run as it is or recorded.
 *
 * @param use gets what was computed; it is freed when `use` returns
 */
export function computeStep<T>(
  stage: TrainedStage,
  graph: LossGraph,
  optimizer: Optimizer,
  { x, labels, examples, targets, cached, factors, kernel, phase, shares }: StepInputs,
  use: (computed: ComputedStep) => T,
): T {
  const pass = learningPass(kernel, stage, phase);
  const frozen = new Map([...cached, ...graph.frozenTaps(x, cached)]);
  const batch = { x, labels, examples: examples ?? null, targets, known: frozen };
  const known = new Map([...frozen, ...attackedImages(graph, kernel, stage, phase, batch)]);
  let terms = new Map<string, tf.Tensor>();
  let logits: tf.Tensor | null = null;
  const learners = optimizer.learning(phase);
  const values = learners.map(({ live, name }) => live.weights.get(name) as tf.Tensor);
  const { grads } = tf.engine().gradients(
    () => {
      const computed = graph.evaluate(kernel, { ...batch, known }, pass.learning);
      logits = computed.logits && tf.keep(computed.logits);
      terms = computed.terms;
      // Kept beyond the tape, which would free them; let go of below.
      for (const it of terms.values()) tf.keep(it);
      return terms.get(stage.total) as tf.Scalar;
    },
    values,
    undefined,
    true,
  );
  try {
    const updating = { at: stage.optimizer.id, part: 'optimizer' } as const;
    const norm = scoped(updating, () => globalNorm(grads));
    const scalars = [...terms].filter(([, it]) => it.rank === 0);
    const total = terms.get(stage.total) as tf.Tensor;
    const read = scoped({ at: stage.id, part: 'rest' }, () => {
      const right = logits && tf.mean(tf.cast(tf.equal(tf.argMax(logits, 1), labels), 'float32'));
      return {
        measured: tf.stack([norm, ...scalars.map(([, it]) => it), ...(right ? [right] : [])]),
        finite: tf.logicalAnd(tf.isFinite(norm), tf.isFinite(total)),
      };
    });
    return use({
      ...read,
      scalars: scalars.map(([id]) => id),
      hasAccuracy: logits !== null,
      terms,
      next() {
        const gradients = scoped(updating, () => clipped(grads, norm, stage.clip));
        const next = optimizer.next(kernel, learners, gradients, factors);
        for (const [live, runs] of pass.statistics) runningNext(live, runs, next);
        for (const it of graph.followers) followNext(it, shares[it.live.network.id] as tf.Tensor, next);
        return next;
      },
    });
  } finally {
    for (const it of terms.values()) it.dispose();
    (logits as tf.Tensor | null)?.dispose();
    pass.dispose();
  }
}

/** w ← w + share · (v − w), by the values that v has after this step. */
function followNext(
  { live, follows }: LossGraph['followers'][number],
  share: tf.Tensor,
  next: Map<string, tf.Tensor>,
): void {
  const part = live.network.role === 'teacher' ? 'teacher' : 'student';
  scoped({ at: live.network.id, part }, () => {
    for (const [name, old] of live.weights) {
      const goal = next.get(weightKey(follows, name)) ?? (follows.weights.get(name) as tf.Tensor);
      next.set(`${live.network.id}/${name}`, tf.add(old, tf.mul(share, tf.sub(goal, old))));
    }
  });
}

export type Gradients = readonly (tf.Tensor | undefined)[];

export function globalNorm(gradients: Gradients): tf.Tensor {
  const squares = gradients.flatMap((it) => (it ? [squareSum(it)] : []));
  return squares.length > 0 ? tf.sqrt(tf.addN(squares)) : tf.scalar(0);
}

function clipped(gradients: Gradients, norm: tf.Tensor, limit: number | null): Gradients {
  if (limit === null) return gradients;
  // A norm of zero gives infinity here, and the minimum makes one of it.
  const factor = tf.minimum(tf.div(tf.scalar(limit), norm), tf.scalar(1));
  return gradients.map((it) => it && tf.mul(it, factor));
}

/**
 * running ← m · running + (1 − m) · batch
 *
 * @param runs the first one that a layer was part of counts: what the images give is what the network runs by later
 */
function runningNext(
  live: LiveNetwork,
  runs: readonly Learning['statistics'][],
  next: Map<string, tf.Tensor>,
): void {
  const part = live.network.role === 'teacher' ? 'teacher' : 'student';
  scoped({ at: live.network.id, part }, () => {
    for (const layer of live.network.layers) {
      const own = runs.find((it) => it.has(layer.id))?.get(layer.id);
      if (!own) continue;
      for (const [name, told] of Object.entries(own.values)) {
        const weight = `${layer.id}/${name}`;
        const old = tf.mul(live.weights.get(weight) as tf.Tensor, tf.scalar(own.momentum));
        next.set(weightKey(live, weight), tf.add(old, tf.mul(told, tf.scalar(1 - own.momentum))));
      }
      // What was told is disposed with the step; the next value stays.
      for (const [name, told] of Object.entries(own.exact ?? {}))
        next.set(weightKey(live, `${layer.id}/${name}`), tf.clone(told));
    }
  });
}
