import { z } from 'zod';
import { defineNode } from '../../define.ts';
import { lossWeight, weighted } from '../define-loss.ts';
import { answersOf, generatedImages, generatorParams } from '../generated-images.ts';
import { temperature } from '../temperature-param.ts';
import { disagreement, reversed } from './op.ts';

export const zskt = defineNode({
  type: 'loss.zskt',
  version: 1,
  category: 'loss',
  title: 'ZSKT',
  summary: 'Teaches a student without any image: a generator seeks what it and the teacher disagree on.',
  source: 'Micaelli, Storkey: Zero-shot Knowledge Transfer (2019), arXiv:1905.09768.',
  keywords: ['data-free', 'zero-shot', 'generator', 'adversarial', 'zskt', 'no data', 'privacy'],
  help: `A generator makes images of noise on which student and teacher disagree as much as it can; the student learns to agree with the
teacher on them. One divergence is lowered by the student and raised by the generator in the same step. No image and no label of the
training part is looked at: the data set gives the shape of the images, the scale of their pixels, how many make a batch, and the
part that measures. The generator is dropped at the end.

## When to use it
Where a teacher is at hand and its data are not, and as the harder opponent beside DAFL, whose generator needs no student. It does
best with a student not much smaller than the teacher, and with low learning rates: where the generator wins, lower them. The original gives
the student ten steps to one of the generator, and adds attention maps of layers; here both take each step, on answers alone.

## Formula
L = w · T² · KL(softmax(t(x)/T) ‖ softmax(s(x)/T)), s, t [n, k], x = G(z) [n, h, w, c], z ~ N(0, 1) [n, noise]:
the student goes down its gradient, G goes up.`,
  inputs: {
    student: { kind: 'activation', dims: ['n', 'k'], gradient: 'yes', title: 'student logits' },
    teacher: { kind: 'activation', dims: ['n', 'k'], gradient: 'no', title: 'teacher logits' },
  },
  outputs: { loss: { kind: 'scalar', title: 'loss' } },
  params: z.strictObject({
    temperature: temperature(1),
    weight: lossWeight({ value: 1, help: 'Of the whole loss beside others.' }),
    ...generatorParams,
  }),
  lower: ({ params, inputs, plan, node }) => {
    const student = answersOf(plan, plan.tensor(inputs.student), 'student');
    const teacher = answersOf(plan, plan.tensor(inputs.teacher), 'teacher');
    const made = generatedImages(plan, { node, like: teacher, size: params.noise, maps: params.maps });
    const on = plan.term(reversed, { x: made }, {});
    const ref = plan.term(
      disagreement,
      {
        student: plan.apply({ network: student.network, on, frozen: false }),
        teacher: plan.apply({ network: teacher.network, on, frozen: true }),
      },
      { temperature: params.temperature },
    );
    return { loss: { kind: 'tensor', ref: weighted(plan, ref, params.weight) } };
  },
});
