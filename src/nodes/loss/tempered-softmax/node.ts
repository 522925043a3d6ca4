import { z } from 'zod';
import { defineNode } from '../../define.ts';
import { choice, flag, real } from '../../params.ts';
import { crossEntropy } from '../cross-entropy/op.ts';
import { temperature } from '../temperature-param.ts';
import { weightedSum } from '../weighted-sum/op.ts';
import { temperedSoftmax } from './op.ts';

type Course = NonNullable<z.input<typeof temperedSoftmax.args>['course']>;

/** Only what is not constant stands in the plan. */
function courseOf(of: {
  course: 'constant' | Course['kind'];
  endTemperature: number;
  strength: number;
  power: number;
}): { course?: Course } {
  const { course: kind, strength, power } = of;
  if (kind === 'linear') return { course: { kind, to: of.endTemperature } };
  if (kind === 'flsw') return { course: { kind, strength, power } };
  return kind === 'cwsm' ? { course: { kind, strength } } : {};
}

export const temperedSoftmaxLoss = defineNode({
  type: 'loss.tempered-softmax',
  version: 1,
  category: 'loss',
  title: 'Tempered softmax',
  summary: "Learns the teacher's softened probabilities beside the labels.",
  source:
    'Hinton, Vinyals, Dean: Distilling the knowledge in a neural network (2015), arXiv:1503.02531. Temperatures by example: Wen et al. (2019), arXiv:1911.07471.',
  keywords: ['kd', 'hinton', 'knowledge distillation', 'temperature', 'soft targets', 'kl'],
  help: `Knowledge distillation as Hinton proposed it: the teacher's probabilities, softened by a temperature, say
which wrong classes are nearly right, and the student learns that beside the true labels.

## When to use it
First. It is cheap, needs no layers to be matched, and is hard to beat. Raise the temperature when the teacher is
very sure of itself; raise alpha when it is much better than the labels alone.

## Formula
L = (1 − α) · CE(zˢ, y) + α · T² · KL(softmax(zᵗ/T) ‖ softmax(zˢ/T)), z [n, c], mean over n.
T² keeps the gradient of the soft part at the same size for every temperature. β = 1/T: as β → 0 the target becomes
uniform, as β → ∞ it becomes the teacher's single answer.

T may go linearly from one value to another, or be an example's own, Tᵢ = max(1, T + s · (mean h − hᵢ)): FLSW takes h = (1 − cos(zˢ, zᵗ))^power,
CWSM h = 1/max softmax(zˢ), so that examples on which the student is wrong or unsure get the harder target.

Usual values: T 4 and α 0.9 for CIFAR; T 20 for MNIST (Hinton); T 2 for language models; T 1 to 2 where the student is very small.`,
  inputs: {
    student: { kind: 'activation', dims: ['n', 'c'], gradient: 'yes', title: 'student logits' },
    teacher: { kind: 'activation', dims: ['n', 'c'], gradient: 'no', title: 'teacher logits' },
    labels: {
      kind: 'labels',
      classes: 'c',
      title: 'labels',
      optional: true,
      help: 'Not needed where alpha is 1.',
    },
  },
  outputs: { loss: { kind: 'scalar', title: 'loss' } },
  params: z.strictObject({
    temperature: temperature(4),
    alpha: real(
      0.9,
      { min: 0, max: 1 },
      {
        title: 'Alpha',
        help: 'Weight of the soft part; the labels get the rest.',
        step: 0.05,
      },
    ),
    scaleT2: flag(true, {
      title: 'Multiply by T²',
      help: 'Keeps the gradient of the soft part at its size when the temperature grows.',
    }),
    separate: flag(false, {
      title: 'Teacher has its own temperature',
      help: 'T² stays the student’s, which alone divides the gradient.',
    }),
    teacherTemperature: temperature(4, 'Teacher’s temperature', { param: 'separate', is: [true] }),
    course: choice(['constant', 'linear', 'flsw', 'cwsm'], 'constant', {
      title: 'Course',
      help: 'Whether the temperature changes over the training, or by example.',
      titles: {
        constant: 'Constant',
        linear: 'Linear',
        flsw: 'By agreement (FLSW)',
        cwsm: 'By confidence (CWSM)',
      },
    }),
    endTemperature: temperature(1, 'Last temperature', { param: 'course', is: ['linear'] }),
    strength: real(
      1,
      { min: 0, max: 100 },
      {
        title: 'Strength',
        help: 'How far temperatures of examples lie apart. Examples on which the student is wrong or unsure get a colder, harder target; none falls below 1.',
        step: 0.5,
        when: { param: 'course', is: ['flsw', 'cwsm'] },
      },
    ),
    power: real(
      1,
      { min: 0, max: 10 },
      {
        title: 'Power',
        help: 'Larger singles out the examples that agree least.',
        step: 0.5,
        when: { param: 'course', is: ['flsw'] },
      },
    ),
  }),
  presets: [
    {
      title: 'Convolutional networks',
      source: 'Tian et al. (2020), arXiv:1910.10699: 0.9 soft and 0.1 labels at T 4, on CIFAR-100.',
      params: { temperature: 4, alpha: 0.9, scaleT2: true, separate: false, course: 'constant' },
    },
    {
      title: 'Transformers on images',
      source: 'Touvron et al.: DeiT (2021), arXiv:2012.12877: 0.1 soft and 0.9 labels at T 3, on ImageNet.',
      params: { temperature: 3, alpha: 0.1, scaleT2: true, separate: false, course: 'constant' },
    },
  ],
  infer: ({ params, inputs }) =>
    params.alpha < 1 && !inputs.labels
      ? {
          problems: [
            {
              code: 'labels-needed',
              port: 'labels',
              message: `Alpha is ${params.alpha}, so the labels get weight ${Number((1 - params.alpha).toFixed(4))}, and no labels are wired.`,
              allowed: 'alpha 1, or a wire',
              fix: 'Wire the data set into labels, or set alpha to 1.',
            },
          ],
        }
      : {},
  lower: ({ params, inputs, plan }) => {
    const student = plan.tensor(inputs.student);
    const soft = plan.term(
      temperedSoftmax,
      { student, teacher: plan.tensor(inputs.teacher) },
      {
        temperature: params.temperature,
        scale: params.scaleT2,
        ...(params.separate && { teacherTemperature: params.teacherTemperature }),
        ...courseOf(params),
      },
    );
    if (!inputs.labels || params.alpha === 1) return { loss: { kind: 'tensor', ref: soft } };
    const hard = plan.term(crossEntropy, { student, labels: plan.labels(inputs.labels) }, { smoothing: 0 });
    return {
      loss: {
        kind: 'tensor',
        ref: plan.term(
          weightedSum,
          { first: hard, second: soft },
          { weights: [1 - params.alpha, params.alpha] },
        ),
      },
    };
  },
});
