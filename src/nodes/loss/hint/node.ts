import { z } from 'zod';
import { defineNode } from '../../define.ts';
import { choice, flag, real } from '../../params.ts';
import { studentLayer, teacherLayer } from '../ports.ts';
import { sparsity } from '../sparsity/op.ts';
import { type LossPart, sumOfParts } from '../weighted-sum/parts.ts';
import { hint } from './op.ts';
import { GATES, regressor, STUDENT_GATES, TEACHER_GATES } from './regressor.ts';

export const hintLoss = defineNode({
  type: 'loss.hint',
  version: 1,
  category: 'loss',
  title: 'HINT',
  summary:
    'Guides a middle layer of the student by one of the teacher, through a regressor with channel gates.',
  source:
    'Romero et al.: FitNets (2015), arXiv:1412.6550; gates by Woo et al.: CBAM (2018), arXiv:1807.06521.',
  keywords: ['hint', 'fitnet', 'guided layer', 'regressor', 'residual', 'channel attention', 'feature'],
  help: `A regressor maps the student's guided layer to the teacher's hint layer; its weights learn with the student and are
dropped. It is a straight map and a residual learner beside it that begins at nothing, between two channel attentions:
gates of the student's channels and of what the regressor gives.

## When to use it
As the only loss of a first training, from which the student of a second one starts; then the layers after the guided
one are left as they were. Only maps have channels to gate: for rows take a projector and a feature distance. Or beside cross-entropy in one training. Choose layers of the middle: a hint close to the
end leaves the student no freedom.

## Formula
L = w · d(fᵗ, r) + p · mean |fˢ| + q · mean(a), r = aᵗ · (P(g) + R(g)), g = resize(aˢ · fˢ), fˢ [n, h, w, c] and fᵗ [n, h′, w′, c′],
gates aˢ [n, c], aᵗ [n, c′] in (0, 1); d is the mean of squares, or half of an example's sum. p limits the activation, q presses
the gates of redundant channels down.`,
  inputs: {
    student: studentLayer(['n', 'h', 'w', 'c'], { title: 'guided layer (student)' }),
    teacher: teacherLayer(['n', 'i', 'j', 'd'], { title: 'hint layer (teacher)' }),
  },
  outputs: { loss: { kind: 'scalar', title: 'loss' } },
  params: z.strictObject({
    reduce: choice(['mean', 'half-sum'], 'mean', {
      title: 'Distance',
      help: 'Mean of squares, or half the sum of an example as in the paper; the sum wants a far smaller weight.',
      titles: { mean: 'Mean of squares', 'half-sum': 'Half sum of an example (FitNets)' },
    }),
    residual: flag(true, {
      title: 'Residual learner',
      help: 'Two convolutions beside the straight map learn what it cannot.',
    }),
    gates: choice(GATES, 'both', {
      title: 'Channel attention',
      help: 'Whose channels get gates.',
      titles: { both: 'Both', student: 'Guided layer', teacher: 'Regressed layer', none: 'None' },
    }),
    activationLimit: real(
      1e-4,
      { min: 0, max: 10 },
      { title: 'Activation limit', help: 'Weight of the mean size of the guided layer.', step: 1e-4 },
    ),
    gatePressure: real(
      1e-3,
      { min: 0, max: 1000 },
      { title: 'Gate pressure', help: 'Weight of the mean gate; it closes channels of no use.', step: 1e-3 },
    ),
    weight: real(
      100,
      { min: 1e-6, max: 1e6 },
      { title: 'Weight', help: 'Of the distance; 100 is usual for the mean of squares.', step: 1 },
    ),
  }),
  lower: ({ params, inputs, plan, node }) => {
    const student = plan.tensor(inputs.student);
    const teacher = plan.tensor(inputs.teacher);
    const draft = { from: plan.shapeOf(student), to: plan.shapeOf(teacher), ...params };
    const layers = regressor(draft) ?? [];
    const regressed = plan.project({ node, name: 'regressor', on: student, layers });
    const { network } = plan.tapped(regressed) as { network: string };
    const gates = [STUDENT_GATES, TEACHER_GATES].filter((layer) => layers.some((it) => it.id === layer));
    const ref = sumOfParts(plan, [
      [params.weight, () => plan.term(hint, { student: regressed, teacher }, { reduce: params.reduce })],
      [params.activationLimit, () => plan.term(sparsity, { student }, {})],
      ...gates.map(
        (layer): LossPart => [
          params.gatePressure,
          () =>
            plan.term(sparsity, { student: plan.apply({ network, on: student, layer, frozen: false }) }, {}),
        ],
      ),
    ]);
    return { loss: { kind: 'tensor', ref } };
  },
});
