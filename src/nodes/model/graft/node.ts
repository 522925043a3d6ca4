import { z } from 'zod';
import { ProblemError } from '../../../pipeline/problem.ts';
import { defineNode } from '../../define.ts';
import { real } from '../../params.ts';
import { shapeProblems } from '../projecting.ts';
import { graftLayers } from './graft-layers.ts';
import { graft } from './op.ts';

export const graftModel = defineNode({
  type: 'model.graft',
  version: 1,
  category: 'model',
  title: 'Graft',
  summary: "Adds a layer of the teacher to one of the student's at first; the student goes on from the sum.",
  source: 'Residual sums: He et al. (2016), arXiv:1512.03385; here across two networks.',
  keywords: ['residual', 'fusion', 'lee-net', 'scaffold', 'middle layer', 'attach'],
  help: `The student's layer and the teacher's meet in a residual sum, and the rest of the student reads that. The teacher's
part fades, so that the student stands alone long before the end; what brings it to shape is dropped.

## When to use it
With a small student whose early layers learn slowly: its later ones see good features from the first step. Wire the logits
from here into the loss in the place of the student's own. The layer must be one through which everything goes, as LeeNet's
*fused* or the end of a residual block.

## Formula
F = fˢ + g(t) · P(fᵗ), g(t) = max(0, 1 − t/until), t the share of all steps that is done; P: resize and 1×1 convolution with
bias, trained; no gradient reaches fᵗ. logits [n, c] = what follows in the student, on F.`,
  inputs: {
    student: { kind: 'activation', dims: ['n', '...s'], gradient: 'yes', title: 'student layer' },
    teacher: { kind: 'activation', dims: ['n', '...t'], gradient: 'no', title: 'teacher layer' },
  },
  outputs: { logits: { kind: 'activation', dims: ['n', 'c'], gradient: 'yes', title: 'logits' } },
  params: z.strictObject({
    until: real(
      0.5,
      { min: 0.001, max: 1 },
      {
        title: 'Until',
        help: 'Share of all steps after which the teacher adds nothing more.',
        step: 0.05,
      },
    ),
  }),
  infer: ({ inputs: { student, teacher } }) => {
    const problems = shapeProblems(teacher, student, graftLayers, {
      code: 'graft-shape',
      port: 'teacher',
      message: 'This layer of the teacher cannot be brought to the shape of the student’s.',
    });
    const model = student?.kind === 'activation' ? student.model : undefined;
    if (problems.length > 0 || teacher === undefined || model?.classes === undefined) return { problems };
    return {
      outputs: { logits: { kind: 'activation', dims: ['n', model.classes], gradient: true, model } },
    };
  },
  lower: ({ params, inputs, plan, node }) => {
    const student = plan.tensor(inputs.student);
    const own = plan.tapped(student);
    if (!own)
      throw new ProblemError({
        code: 'cut-open',
        port: 'student',
        message: 'A student can go on from one of its own layers alone, and this is none.',
        fix: 'Wire a layer of the student itself.',
      });
    const teacher = plan.tensor(inputs.teacher);
    const layers = graftLayers(plan.shapeOf(teacher), plan.shapeOf(student)) ?? [];
    const projected = plan.project({ node, name: 'graft', on: teacher, layers });
    const on = plan.term(graft, { student, teacher: projected }, params);
    const logits = plan.apply({ network: own.network, on, at: own.layer, frozen: false });
    return { logits: { kind: 'tensor', ref: logits } };
  },
});
