import { z } from 'zod';
import type { PlanBuilder, Ref } from '../../../plan/builder.ts';
import { defineNode } from '../../define.ts';
import { projected, projectorParam, shapeProblems } from '../../model/projecting.ts';
import { projectorLayers } from '../../model/projector-layers.ts';
import { real } from '../../params.ts';
import { weighted } from '../define-loss.ts';
import { studentLayer, teacherLayer } from '../ports.ts';
import { ofd } from './op.ts';

export const ofdLoss = defineNode({
  type: 'loss.ofd',
  version: 1,
  category: 'loss',
  title: 'Feature overhaul (OFD)',
  summary: 'Meets what the teacher answers before its ReLU, as far as the ReLU lets it through.',
  source: 'Heo et al.: A comprehensive overhaul of feature distillation (2019), arXiv:1904.01866.',
  keywords: ['ofd', 'overhaul', 'margin relu', 'partial', 'pre-relu', 'feature', 'connector'],
  help: `Before a ReLU, positive values say what is there, and negative ones only that it is not. So positive values are to be met,
and where the teacher is negative the student need only be as low, or below a margin: what the channel is on average where it is
negative. A connector brings the student's layer to the teacher's shape; it learns and is dropped.

## When to use it
Beside cross-entropy, on layers just before a ReLU, at best one at the end of each stage: the deepest with the full weight, each
earlier one with half. Where the teacher's layer is a batch normalization, the margin comes from its weights; elsewhere, as behind
an addition, from the batch.

## Formula
L = w · (1/n) Σ [s > t⁺ or t > 0] (s − t⁺)², t⁺ = max(t, m), s [n, h′, w′, d] = bn(conv 1×1 (resize(fˢ))), fˢ [n, h, w, c], t [n, h′, w′, d];
rows [n, c] and [n, d] likewise. m [d] = E[t | t < 0]: β − |γ| · φ(β/|γ|)/Φ(−β/|γ|), or −3|γ| where t < 0 is rarer than 0.1 %.`,
  inputs: {
    student: studentLayer(['n', '...s'], { help: 'Before its ReLU.' }),
    teacher: teacherLayer(['n', '...t'], { help: 'Before its ReLU, at best a batch normalization.' }),
  },
  outputs: { loss: { kind: 'scalar', title: 'loss' } },
  params: z.strictObject({
    connector: projectorParam('linear-norm', {
      title: 'Connector',
      help: "How the student's layer is brought to the teacher's shape.",
    }),
    weight: real(
      1e-3,
      { min: 1e-9, max: 1e6 },
      {
        title: 'Weight',
        help: 'Of the sum over a layer; 0.001 in the paper for the deepest, half of it for each earlier one.',
        scale: 'log',
        step: 1e-3,
      },
    ),
  }),
  infer: ({ params, inputs: { student, teacher } }) => ({
    problems: shapeProblems(student, teacher, (from, to) => projectorLayers(from, to, params.connector), {
      code: 'projector-shape',
      port: 'teacher',
      message: 'A connector makes maps or rows of maps, and rows of rows; it cannot make a map of a row.',
    }),
  }),
  lower: ({ params: { connector, weight }, inputs, plan, node }) => {
    const teacher = plan.tensor(inputs.teacher);
    const on = plan.tensor(inputs.student);
    const student = projected(plan, { node, name: 'connector', on, like: teacher, kind: connector });
    const norm = normOf(plan, teacher);
    const ref = plan.term(ofd, { student, teacher, ...(norm && { norm }) }, {});
    return { loss: { kind: 'tensor', ref: weighted(plan, ref, weight) } };
  },
});

/** γ and β of the teacher's layer, where it is a batch normalization. */
function normOf(plan: PlanBuilder, teacher: Ref): Ref | null {
  const tapped = plan.tapped(teacher);
  const layer = tapped && plan.networkOf(tapped.network).layers.find((it) => it.id === tapped.layer);
  if (!tapped || layer?.kind !== 'batch-norm') return null;
  return plan.weightRow({ network: tapped.network, layers: [tapped.layer], frozen: true });
}
