import * as tf from '@tensorflow/tfjs';
import type { Kernel } from '../../plan/operation.ts';
import type { Stage } from '../../plan/plan.ts';
import { attackedImages } from './attacked-images.ts';
import { type Gradients, globalNorm, type StepInputs } from './compute-step.ts';
import { learningPass } from './learning-pass.ts';
import type { LossGraph } from './loss-graph.ts';
import type { TrainedWeight } from './optimizer.ts';

/** What is measured of a part, in this order. */
export const MEASURED = ['value', 'weight', 'gradient'] as const;

export type BalanceInputs = Pick<StepInputs, 'x' | 'labels' | 'examples' | 'targets' | 'cached' | 'phase'> & {
  /** A new one for each part, so that all draw the same. */
  readonly kernel: () => Kernel;
};

/**
 * What each loss of a total brings: its value Lₚ, its weight wₚ = ∂L/∂Lₚ, and ‖wₚ · ∂Lₚ/∂θ‖₂ over all trained weights θ but those
 * of projectors, which one loss alone moves: only what several losses pull at can be out of balance.
 *
 * Weights come from the total's own gradient, so that they are those of this step also where a schedule moves them, and
 * sums within sums need no rule of their own. Each part goes forward and back by itself, with the draws and the batch's
 * statistics of the step; nothing is changed.
 *
 * @returns [parts, 3], in the order of `MEASURED`
 */
export function computeBalance(
  {
    total,
    parts,
    ...stage
  }: Pick<Stage, 'total' | 'frozen' | 'steps'> & { readonly parts: readonly string[] },
  graph: LossGraph,
  weights: readonly TrainedWeight[],
  { cached, kernel, phase, ...batch }: BalanceInputs,
): tf.Tensor {
  const frozen = new Map([...cached, ...graph.frozenTaps(batch.x, cached)]);
  const images = attackedImages(graph, kernel(), stage, phase, { ...batch, known: frozen });
  const known = new Map([...frozen, ...images]);
  const trained = weights
    .filter(({ live }) => live.network.role !== 'projector')
    .map(({ live, name }) => live.weights.get(name) as tf.Tensor);
  const measured = parts.map((part) => {
    const draws = kernel();
    const pass = learningPass(draws, stage, phase);
    const { value, grads } = tf.engine().gradients(
      () => {
        const { terms } = graph.evaluate(draws, { ...batch, known }, pass.learning);
        return terms.get(part) as tf.Scalar;
      },
      trained,
      undefined,
      true,
    );
    pass.dispose();
    return { value, norm: globalNorm(grads) };
  });
  const shares = weightsOf(
    total,
    graph,
    kernel(),
    new Map(parts.map((id, at) => [id, (measured[at] as { value: tf.Tensor }).value])),
  );
  return tf.stack(
    measured.map(({ value, norm }, at) => {
      const weight = shares[at] ?? tf.scalar(0);
      return tf.stack([value, weight, tf.mul(tf.abs(weight), norm)]);
    }),
  );
}

/** ∂total/∂part of each part; undefined where the total does not hang on it. */
function weightsOf(
  total: string,
  graph: LossGraph,
  kernel: Kernel,
  parts: ReadonlyMap<string, tf.Tensor>,
): Gradients {
  const { grads } = tf
    .engine()
    .gradients(() => graph.compose(total, kernel, parts) as tf.Scalar, [...parts.values()], undefined, true);
  return grads;
}
