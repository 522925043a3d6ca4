import * as tf from '@tensorflow/tfjs';
import { followShare, phaseAt } from '../../plan/training.ts';
import { batchTensors } from './batch-tensors.ts';
import { type ComputedStep, computeStep, type TrainedStage } from './compute-step.ts';
import type { Batch } from './data/batches.ts';
import { EngineProblem } from './engine-problem.ts';
import { inTidy } from './in-tidy.ts';
import { kernelAt } from './kernel.ts';
import type { LossGraph } from './loss-graph.ts';
import { replaceWeight } from './networks.ts';
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

/**
 * One training step, op by op: a function of weights, optimizer state, batch and step number alone.
 *
 * Values are read back once, between gradient and update: where one is not finite, the weights are still those
 * before the step.
 *
 * @param step steps of the stage that are done
 * @param shape of one example
 * @throws EngineProblem loss-not-finite
 */
export function trainStep(
  stage: TrainedStage,
  graph: LossGraph,
  optimizer: Optimizer,
  batch: Batch,
  shape: readonly number[],
  step: number,
): StepResult {
  return inTidy(() => {
    const factors = Object.fromEntries(
      Object.entries(optimizer.factors(step)).map(([name, it]) => [name, tf.scalar(it)]),
    );
    const shares = Object.fromEntries(
      graph.followers.map((it) => [it.live.network.id, tf.scalar(followShare(it.decay, step))]),
    );
    const inputs = {
      shares,
      phase: phaseAt(stage, step),
      ...batchTensors(batch, shape, graph),
      cached: new Map(),
      factors,
      kernel: kernelAt(stage.seed, step, stage.steps),
    };
    return computeStep(stage, graph, optimizer, inputs, (computed) => {
      const result = stepResult(
        stage,
        computed,
        computed.measured.dataSync<'float32'>(),
        optimizer.rate(step),
      );
      if (!isFiniteResult(result))
        throw divergence(stage, graph, step, (id) => computed.terms.get(id)?.dataSync<'float32'>());
      for (const [key, value] of computed.next()) put(optimizer, graph, key, value);
      return result;
    });
  });
}

/** Puts a value in the place of a weight, a running statistic or a slot; the old one is given back. */
function put({ slots }: Optimizer, { changed }: LossGraph, key: string, value: tf.Tensor): void {
  const slot = slots.get(key);
  if (slot) {
    slot.dispose();
    slots.set(key, tf.keep(value));
    return;
  }
  const network = key.slice(0, key.indexOf('/'));
  const live = changed.find((it) => it.network.id === network);
  if (!live) throw new Error(`Nothing is called ${key}`);
  replaceWeight(live, key.slice(network.length + 1), value);
}

/** @param read the values of `measured` */
export function stepResult(
  stage: TrainedStage,
  { scalars, hasAccuracy }: Pick<ComputedStep, 'scalars' | 'hasAccuracy'>,
  read: Float32Array,
  rate: number,
): StepResult {
  const named = Object.fromEntries(scalars.map((id, at) => [id, read[at + 1] as number]));
  return {
    loss: named[stage.total] as number,
    terms: named,
    accuracy: hasAccuracy ? (read.at(-1) as number) : null,
    rate,
    gradientNorm: read[0] as number,
  };
}

export const isFiniteResult = ({ loss, gradientNorm }: StepResult): boolean =>
  Number.isFinite(loss) && Number.isFinite(gradientNorm);

const DIVERGED = 'Lower the learning rate, or clip gradients in the trainer (at 1, for instance).';

/** What says where a step stopped being finite. @param valuesOf a term's values at this step @param done steps before it */
export function divergence(
  stage: TrainedStage,
  graph: LossGraph,
  done: number,
  valuesOf: (term: string) => Float32Array | undefined,
): EngineProblem {
  const step = done + 1;
  const finite = (values: Float32Array | undefined) =>
    values === undefined || values.every((value) => Number.isFinite(value));
  const first = graph.terms.find((it) => !finite(valuesOf(it.id)));
  return new EngineProblem({
    code: 'loss-not-finite',
    message: first
      ? `At step ${step} the value of ${first.op.name} was not a finite number.`
      : `At step ${step} the loss was finite, but its gradient was not.`,
    at: first?.id ?? stage.id,
    step,
    fix: DIVERGED,
  });
}
