import { z } from 'zod';
import { defineNode } from '../../define.ts';
import { projected, shapeProblems } from '../../model/projecting.ts';
import { projectorLayers } from '../../model/projector-layers.ts';
import { real } from '../../params.ts';
import { crossEntropy } from '../cross-entropy/op.ts';
import { featureDistance } from '../feature-distance/op.ts';
import { temperedSoftmax } from '../tempered-softmax/op.ts';
import { type LossPart, sumOfParts } from '../weighted-sum/parts.ts';

const part = (value: number, title: string, help: string) =>
  real(value, { min: 0, max: 1000 }, { title, help, step: 0.1 });
const feature = (gradient: 'yes' | 'no', title: string, size: string) =>
  ({
    kind: 'activation',
    dims: ['n', size],
    gradient,
    title,
    optional: true,
    help: 'Not needed where features have no weight.',
  }) as const;

export const leeNetLoss = defineNode({
  type: 'loss.lee-net',
  version: 1,
  category: 'loss',
  title: 'LeeNet loss',
  summary: 'Labels, softened answers and a fused layer in one loss.',
  source:
    'Answers: Hinton, Vinyals, Dean (2015), arXiv:1503.02531; layer: Romero et al., FitNets (2015), arXiv:1412.6550.',
  keywords: ['lee-net', 'fusion', 'hint', 'kd', 'structure'],
  help: `The loss by which a LeeNet learns from a large network: what it says, and what its fused layer holds.

## When to use it
For a LeeNet beside a Graft. Wire the Graft's logits (or the student's own), the student's layer *fused* and a middle layer of
the teacher. Layers of different shapes are mapped by a projector, which is dropped in the end. It takes other students too.

## Formula
L = a · CE(zˢ, y) + b · T² · KL(softmax(zᵗ/T) ‖ softmax(zˢ/T)) + c · mean (P(fˢ) − fᵗ)², z [n, k], KL summed over classes and averaged
over n, f [n, …]; P: resize and 1×1 convolution, nothing where shapes are equal. a = 0.1, b = 0.9, c = 1, T = 4.`,
  inputs: {
    student: { kind: 'activation', dims: ['n', 'c'], gradient: 'yes', title: 'student logits' },
    teacher: { kind: 'activation', dims: ['n', 'c'], gradient: 'no', title: 'teacher logits' },
    labels: { kind: 'labels', classes: 'c', title: 'labels' },
    studentLayer: feature('yes', 'student layer', '...s'),
    teacherLayer: feature('no', 'teacher layer', '...t'),
  },
  outputs: { loss: { kind: 'scalar', title: 'loss' } },
  params: z.strictObject({
    hard: part(0.1, 'Labels', 'Weight of the cross-entropy on the labels.'),
    soft: part(0.9, 'Answers', 'Weight of the softened answers of the teacher.'),
    features: part(1, 'Features', 'Weight of the distance between the layers.'),
    temperature: real(
      4,
      { min: 0.25, max: 100 },
      { title: 'Temperature', help: 'Of the softened answers.', scale: 'log', step: 0.5 },
    ),
  }),
  infer: ({ params, inputs: { studentLayer, teacherLayer } }) => {
    const open = params.features > 0 && (!studentLayer || !teacherLayer);
    const problems = [];
    if (open)
      problems.push({
        code: 'part-open',
        port: studentLayer ? 'teacherLayer' : 'studentLayer',
        message: 'Features have a weight, and a layer is not wired.',
        fix: 'Wire the layers of both networks, or give Features the weight 0.',
      });
    if (params.hard + params.soft + params.features === 0)
      problems.push({
        code: 'part-open',
        param: 'soft',
        message: 'No part of this loss has a weight, so that nothing would be learned.',
        fix: 'Give one of them a weight above 0.',
      });
    const unfit = shapeProblems(
      studentLayer,
      teacherLayer,
      (from, to) => projectorLayers(from, to, 'linear'),
      {
        code: 'projector-shape',
        port: 'teacherLayer',
        message: 'No projector brings the layer of the student to the shape of the teacher’s.',
      },
    );
    return { problems: [...problems, ...unfit] };
  },
  lower: ({ params, inputs, plan, node }) => {
    const student = plan.tensor(inputs.student);
    const parts: LossPart[] = [];
    const add = (...part: LossPart): void => void parts.push(part);
    const { temperature } = params;
    add(params.hard, () =>
      plan.term(crossEntropy, { student, labels: plan.labels(inputs.labels) }, { smoothing: 0 }),
    );
    add(params.soft, () =>
      plan.term(
        temperedSoftmax,
        { student, teacher: plan.tensor(inputs.teacher) },
        { temperature, scale: true },
      ),
    );
    const { studentLayer, teacherLayer } = inputs;
    if (studentLayer && teacherLayer)
      add(params.features, () => {
        const [on, like] = [plan.tensor(studentLayer), plan.tensor(teacherLayer)];
        const mapped = projected(plan, { node, name: 'features', on, like, kind: 'linear' });
        return plan.term(featureDistance, { student: mapped, teacher: like }, {});
      });
    return { loss: { kind: 'tensor', ref: sumOfParts(plan, parts) } };
  },
});
