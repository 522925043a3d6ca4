import * as tf from '@tensorflow/tfjs';
import type { Stage } from '../../plan/plan.ts';
import type { Statistics } from './batch-norm.ts';
import type { Batch } from './data/batches.ts';
import { EngineProblem } from './engine-problem.ts';
import { kernelAt } from './kernel.ts';
import type { LossGraph } from './loss-graph.ts';
import { type LiveNetwork, replaceWeight } from './networks.ts';
import type { Optimizer } from './optimizer.ts';

/** What a step measured; `terms` holds every term that is a scalar, by id. */
export type StepResult = {
  readonly loss: number;
  readonly terms: Readonly<Record<string, number>>;
  /** Of the trained network on the batch; null where its logits are not computed. */
  readonly accuracy: number | null;
  readonly rate: number;
  /** Global L2 norm before clipping. */
  readonly gradientNorm: number;
};

type Trained = Pick<Stage, 'id' | 'seed' | 'total' | 'clip'>;

/**
 * One training step: a function of weights, optimizer state, batch and step number alone.
 *
 * Values are read back once, between gradient and update: where one is not finite, the weights are still those
 * before the step.
 *
 * @param step steps of the stage that are done
 * @param shape of one example
 * @throws EngineProblem loss-not-finite
 */
export function trainStep(
  stage: Trained,
  graph: LossGraph,
  optimizer: Optimizer,
  batch: Batch,
  shape: readonly number[],
  step: number,
): StepResult {
  const statistics = new Map<LiveNetwork, Map<string, Statistics>>();
  const kernel = kernelAt(stage.seed, step);
  return inTidy(() => {
    const x = tf.tensor(batch.images, [batch.size, ...shape], 'float32');
    const labels = tf.tensor1d(batch.labels, 'int32');
    const frozen = graph.frozenTaps(x);
    let terms = new Map<string, tf.Tensor>();
    let logits: tf.Tensor | null = null;
    const values = optimizer.weights.map(({ live, name }) => live.weights.get(name) as tf.Tensor);
    const { grads } = tf.engine().gradients(
      () => {
        const learning = graph.learningTaps(x, (live) => {
          const own = new Map<string, Statistics>();
          statistics.set(live, own);
          return { random: kernel.random, stream: streamName(live), statistics: own };
        });
        logits = learning.logits && tf.keep(learning.logits);
        terms = graph.evaluate(kernel, new Map([...frozen, ...learning.taps]), labels);
        // Kept beyond the tape, which would free them; let go of below.
        for (const it of terms.values()) tf.keep(it);
        return terms.get(stage.total) as tf.Scalar;
      },
      values,
      undefined,
      true,
    );
    const kept = [...terms.values(), ...(logits ? [logits] : [])];
    try {
      const norm = globalNorm(grads);
      const result = readBack(stage, terms, logits, labels, norm, optimizer.rate(step));
      assertFinite(stage, graph, terms, result, step);
      optimizer.update(kernel, clipped(grads, norm, stage.clip), step);
      for (const [live, own] of statistics) updateRunning(live, own);
      return result;
    } finally {
      for (const it of kept) it.dispose();
      for (const own of statistics.values())
        for (const { mean, variance } of own.values()) tf.dispose([mean, variance]);
    }
  });
}

/** `tidy` for a result that holds no tensor. */
function inTidy<T>(work: () => T): T {
  let result: T | undefined;
  tf.tidy(() => {
    result = work();
  });
  return result as T;
}

/** Equal for a student and its baseline, which differ in the loss alone. */
const streamName = ({ network: { id, start } }: LiveNetwork): string =>
  `dropout/${start.kind === 'fresh' ? start.stream : id}`;

type Gradients = readonly (tf.Tensor | undefined)[];

function globalNorm(gradients: Gradients): tf.Tensor {
  const squares = gradients.flatMap((it) => (it ? [tf.sum(tf.square(it))] : []));
  return squares.length > 0 ? tf.sqrt(tf.addN(squares)) : tf.scalar(0);
}

function clipped(gradients: Gradients, norm: tf.Tensor, limit: number | null): Gradients {
  if (limit === null) return gradients;
  // A norm of zero gives infinity here, and the minimum makes one of it.
  const factor = tf.minimum(tf.div(tf.scalar(limit), norm), tf.scalar(1));
  return gradients.map((it) => it && tf.mul(it, factor));
}

function readBack(
  stage: Trained,
  terms: ReadonlyMap<string, tf.Tensor>,
  logits: tf.Tensor | null,
  labels: tf.Tensor,
  norm: tf.Tensor,
  rate: number,
): StepResult {
  const scalars = [...terms].filter(([, it]) => it.rank === 0);
  const right = logits && tf.mean(tf.cast(tf.equal(tf.argMax(logits, 1), labels), 'float32'));
  const read = tf
    .stack([norm, ...scalars.map(([, it]) => it), ...(right ? [right] : [])])
    .dataSync<'float32'>();
  const named = Object.fromEntries(scalars.map(([id], at) => [id, read[at + 1] as number]));
  return {
    loss: named[stage.total] as number,
    terms: named,
    accuracy: right ? (read.at(-1) as number) : null,
    rate,
    gradientNorm: read[0] as number,
  };
}

const DIVERGED = 'Lower the learning rate, or clip gradients in the trainer (at 1, for instance).';

function assertFinite(
  stage: Trained,
  graph: LossGraph,
  terms: ReadonlyMap<string, tf.Tensor>,
  { loss, gradientNorm }: StepResult,
  done: number,
): void {
  if (Number.isFinite(loss) && Number.isFinite(gradientNorm)) return;
  const step = done + 1;
  const finite = (it: tf.Tensor | undefined) =>
    it === undefined || (it.dataSync() as Float32Array).every((value) => Number.isFinite(value));
  const first = graph.terms.find((it) => !finite(terms.get(it.id)));
  throw new EngineProblem({
    code: 'loss-not-finite',
    message: first
      ? `At step ${step} the value of ${first.op.name} was not a finite number.`
      : `At step ${step} the loss was finite, but its gradient was not.`,
    at: first?.id ?? stage.id,
    step,
    fix: DIVERGED,
  });
}

/** running ← m · running + (1 − m) · batch */
function updateRunning(live: LiveNetwork, statistics: ReadonlyMap<string, Statistics>): void {
  for (const layer of live.network.layers) {
    const own = statistics.get(layer.id);
    if (!own || layer.kind !== 'batch-norm') continue;
    for (const name of ['mean', 'variance'] as const) {
      const weight = `${layer.id}/${name}`;
      const old = tf.mul(live.weights.get(weight) as tf.Tensor, tf.scalar(layer.momentum));
      replaceWeight(live, weight, tf.add(old, tf.mul(own[name], tf.scalar(1 - layer.momentum))));
    }
  }
}
