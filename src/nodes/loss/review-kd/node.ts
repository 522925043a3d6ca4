import { z } from 'zod';
import type { PlanBuilder, Ref } from '../../../plan/builder.ts';
import { defineNode } from '../../define.ts';
import { integer, real } from '../../params.ts';
import { hierarchicalContext } from '../hierarchical-context/op.ts';
import { type LossPart, sumOfParts } from '../weighted-sum/parts.ts';
import { entryLayers, exitLayers, gateLayers } from './fusion-layers.ts';
import { reviewBeside, reviewFusion } from './op.ts';
import { STAGE_PORTS, STAGES, stageProblems } from './stages.ts';

/** As wide as the authors ever fuse. */
const WIDEST = 512;

export const reviewKdLoss = defineNode({
  type: 'loss.review-kd',
  version: 1,
  category: 'loss',
  title: 'Review (ReviewKD)',
  summary: "Shallow stages of the teacher also teach the student's deeper ones, through learned fusions.",
  source: 'Chen et al.: Distilling knowledge via knowledge review (2021), arXiv:2104.09044.',
  keywords: ['review', 'hcl', 'abf', 'fusion', 'stages', 'pyramid', 'feature'],
  help: `From the deepest stage up, each stage of the student is fused with what the deeper ones made, and meets the teacher's stage
of the same depth. So a stage of the teacher teaches the student's own and all behind it. Two learned gates at each place say how
much comes from where. The fusions learn with the student and are dropped.

## When to use it
Beside cross-entropy on convolutional networks of two to four stages, whose ends you wire from the shallowest to the deepest; last
may come the pooled row before the logits, on both sides. The fusions begin as noise: let the loss grow over the first tenth of
the steps by an *Annealed sum*, as the authors do over 20 of 240 epochs.

## Formula
L = w · Σₛ HCL(Eₛ(rₛ), fᵗₛ) over the stages s; rₛ = a₀ · xₛ + a₁ · up(rₛ₊₁), and the deepest r = x; xₛ = bn(conv 1×1 (fˢₛ)) [n, h, w, m];
a = σ(conv 1×1 ([xₛ, up(rₛ₊₁)])) [n, h, w, 2]; E = bn(conv 3×3 (resize(r))) [n, h′, w′, c′], fᵗ [n, h′, w′, c′]. up copies the nearest place.
HCL adds mean squares of the maps and of the maps pooled to 4×4, 2×2 and 1×1, each with half the weight of the one before,
divided by the sum of weights.`,
  inputs: STAGE_PORTS,
  outputs: { loss: { kind: 'scalar', title: 'loss' } },
  params: z.strictObject({
    width: integer(
      0,
      { min: 0, max: 4096 },
      {
        title: 'Width',
        help: 'Channels in which stages are fused. 0 takes those of the deepest stage of the student, at most 512.',
      },
    ),
    weight: real(
      1,
      { min: 1e-6, max: 1e6 },
      {
        title: 'Weight',
        help: 'Of each stage. The authors choose it for each pair of networks; 1 is where to begin.',
        step: 0.1,
      },
    ),
  }),
  infer: ({ inputs }) => stageProblems(inputs),
  lower: ({ params, inputs, plan, node }) => {
    const stages = STAGES.flatMap((name) => {
      const [student, teacher] = [inputs[`student${name}`], inputs[`teacher${name}`]];
      return student && teacher
        ? [{ name: name.toLowerCase(), student: plan.tensor(student), teacher: plan.tensor(teacher) }]
        : [];
    });
    const deepest = stages.at(-1)?.student as Ref;
    const width = params.width || Math.min(WIDEST, plan.shapeOf(deepest).at(-1) ?? 1);
    const parts: LossPart[] = [];
    let deeper: Ref | null = null;
    for (const { name, student, teacher } of stages.toReversed()) {
      const reviewed: Ref = fused(plan, { node, name, student, deeper, width });
      const layers = exitLayers(plan.shapeOf(reviewed), plan.shapeOf(teacher));
      const made = plan.project({ node, name: `${name}-exit`, on: reviewed, layers });
      parts.unshift([params.weight, () => plan.term(hierarchicalContext, { student: made, teacher }, {})]);
      deeper = reviewed;
    }
    return { loss: { kind: 'tensor', ref: sumOfParts(plan, parts) } };
  },
});

/** A stage of the student and what the deeper ones made, as one map [n, h, w, width]. */
function fused(
  plan: PlanBuilder,
  at: { node: string; name: string; student: Ref; deeper: Ref | null; width: number },
): Ref {
  const { node, name, student, deeper, width } = at;
  const layers = entryLayers(plan.shapeOf(student), width);
  const own = plan.project({ node, name: `${name}-entry`, on: student, layers });
  if (deeper === null) return own;
  const beside = plan.term(reviewBeside, { own, deeper }, {});
  const gates = plan.project({ node, name: `${name}-gates`, on: beside, layers: gateLayers() });
  return plan.term(reviewFusion, { own, deeper, gates }, {});
}
