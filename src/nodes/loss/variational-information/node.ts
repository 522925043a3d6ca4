import { z } from 'zod';
import { defineNode } from '../../define.ts';
import { projected, projectorParam, shapeProblems } from '../../model/projecting.ts';
import { projectorLayers } from '../../model/projector-layers.ts';
import { real } from '../../params.ts';
import { weighted } from '../define-loss.ts';
import { variationalInformation } from './op.ts';

/** What softplus makes 5 of, the paper's first variance, less the least one. */
const FIVE = Math.log(Math.expm1(5 - 1e-5));

export const variationalInformationLoss = defineNode({
  type: 'loss.variational-information',
  version: 1,
  category: 'loss',
  title: 'Variational information',
  summary: 'Predicts a layer of the teacher from one of the student, with a learned variance a channel.',
  source: 'Ahn et al.: Variational information distillation (2019), arXiv:1904.05835.',
  keywords: ['vid', 'mutual information', 'variational', 'feature', 'regressor', 'variance'],
  help: `A regressor predicts the teacher's layer from the student's. What cannot be predicted gets a large variance and
counts little, channel by channel; regressor and variances learn with the student and are dropped.

## When to use it
In the place of a plain distance where some of the teacher's channels are noise to the student.

## Formula
L = w · mean ½ [(fᵗ − μ(fˢ))²/σ² + ln σ²], σ²_c = softplus(a_c) + 10⁻⁵, 5 at first; fˢ [n, h, w, c] or [n, c], fᵗ [n, h′, w′, c′] or [n, c′].`,
  inputs: {
    student: { kind: 'activation', dims: ['n', '...s'], gradient: 'yes', title: 'student layer' },
    teacher: { kind: 'activation', dims: ['n', '...t'], gradient: 'no', title: 'teacher layer' },
  },
  outputs: { loss: { kind: 'scalar', title: 'loss' } },
  params: z.strictObject({
    map: projectorParam('perceptron', {
      title: 'Regressor',
      help: "How the teacher's layer is predicted.",
    }),
    weight: real(
      1,
      { min: 1e-6, max: 1e6 },
      { title: 'Weight', help: 'Of the loss; 1 in the paper.', step: 0.1 },
    ),
  }),
  infer: ({ params, inputs: { student, teacher } }) => ({
    problems: shapeProblems(student, teacher, (from, to) => projectorLayers(from, to, params.map), {
      code: 'projector-shape',
      port: 'teacher',
      message: 'A regressor makes maps or rows of maps, and rows of rows; it cannot make a map of a row.',
    }),
  }),
  lower: ({ params: { map, weight }, inputs, plan, node }) => {
    const on = plan.tensor(inputs.student);
    const teacher = plan.tensor(inputs.teacher);
    const student = projected(plan, { node, name: 'regressor', on, like: teacher, kind: map });
    const size = plan.shapeOf(teacher).at(-1) ?? 1;
    const spread = plan.project({
      node,
      name: 'spread',
      on,
      layers: [{ id: 'spread', kind: 'learned-vector', size, offset: FIVE, from: ['input'] }],
    });
    const ref = plan.term(variationalInformation, { student, teacher, spread }, {});
    return { loss: { kind: 'tensor', ref: weighted(plan, ref, weight) } };
  },
});
