import type * as tfc from '@tensorflow/tfjs';
import type { Kernel } from '../../plan/operation.ts';
import type { Stage } from '../../plan/plan.ts';
import { learningPass } from './learning-pass.ts';
import type { BatchInputs, LossGraph } from './loss-graph.ts';

/**
 * Every perturbed image of a stage, by id. A network that learns is attacked as it learns in this step: normalized by the
 * batch that it is shown, with the same units dropped. So what the attack raises is the very function that the loss then
 * lowers. What its layers tell of the batch on the way is forgotten: running statistics see no image of an attack
 * that is still on its way.
 */
export function attackedImages(
  graph: LossGraph,
  kernel: Kernel,
  stage: Pick<Stage, 'frozen' | 'steps'>,
  phase: number,
  batch: BatchInputs,
): Map<string, tfc.Tensor> {
  const pass = learningPass(kernel, stage, phase);
  const images = graph.attack(kernel, batch, pass.learning);
  pass.dispose();
  return images;
}
