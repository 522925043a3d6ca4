import { z } from 'zod';
import { defineNode } from '../../define.ts';
import { real } from '../../params.ts';
import { answersOf, generatedImages, generatorParams } from '../generated-images.ts';
import { temperature } from '../temperature-param.ts';
import { temperedSoftmax } from '../tempered-softmax/op.ts';
import { type LossPart, sumOfParts } from '../weighted-sum/parts.ts';
import { activity, classBalance, held, oneHot } from './op.ts';

const part = (value: number, title: string, help: string) =>
  real(value, { min: 0, max: 1000 }, { title, help, step: 0.1 });

export const dafl = defineNode({
  type: 'loss.dafl',
  version: 1,
  category: 'loss',
  title: 'DAFL',
  summary: 'Teaches a student without any image: a generator makes what the teacher knows well.',
  source: 'Chen et al.: Data-Free Learning of Student Networks (2019), arXiv:1904.01186.',
  keywords: ['data-free', 'generator', 'dafl', 'gan', 'synthetic', 'no data', 'privacy'],
  help: `A generator makes images of noise. It learns that the teacher is sure of each, that all classes are equally many, and
that a layer of the teacher responds; the student learns the teacher's answers to the same images. Both are trained in one step,
and neither by the other's loss. No image and no label of the training part is looked at: the data set gives the shape of the images, the
scale of their pixels, how many make a batch, and the part that measures. The generator is dropped at the end.

## When to use it
Where a teacher is at hand and its data are not. Train long and with large batches: what is made is seen once. The teacher
should be sharp, and at best have batch normalization. Where images are at hand, any other loss is better. Without labels of what
is made, cross-entropy does not belong beside it. For an opponent instead see ZSKT.

## Formula
L = w · T² · KL(softmax(t(x)/T) ‖ softmax(s(x)/T)) + a · CE(t(x), argmax t(x)) + b · Σ p̄ log₁₀ p̄ − c · mean |f|, x = G(z) [n, h, w, c],
z ~ N(0, 1) [n, noise], p̄ = mean softmax(t(x)) [k], f the teacher's layer. The first part moves the student alone, the others G alone.`,
  inputs: {
    student: { kind: 'activation', dims: ['n', 'k'], gradient: 'yes', title: 'student logits' },
    teacher: { kind: 'activation', dims: ['n', 'k'], gradient: 'no', title: 'teacher logits' },
    layer: {
      kind: 'activation',
      dims: ['n', '...f'],
      gradient: 'no',
      title: 'teacher layer',
      optional: true,
      help: 'What shall respond: the last layer before the logits. Open, that part is left out.',
    },
  },
  outputs: { loss: { kind: 'scalar', title: 'loss' } },
  params: z.strictObject({
    temperature: temperature(1),
    oneHot: part(1, 'One class each', 'Weight of how sure the teacher is of each image.'),
    balance: part(5, 'All classes', 'Weight of how equally many the classes are.'),
    response: part(0.1, 'Response', "Weight of how strongly the teacher's layer responds."),
    weight: real(1, { min: 1e-6, max: 1e6 }, { title: 'Weight', help: "Of the student's part.", step: 0.1 }),
    ...generatorParams,
  }),
  lower: ({ params, inputs, plan, node }) => {
    const student = answersOf(plan, plan.tensor(inputs.student), 'student');
    const teacher = answersOf(plan, plan.tensor(inputs.teacher), 'teacher');
    const layer = inputs.layer && answersOf(plan, plan.tensor(inputs.layer), 'layer');
    const made = generatedImages(plan, { node, like: teacher, size: params.noise, maps: params.maps });
    const shown = plan.term(held, { x: made }, {});
    const frozen = { network: teacher.network, frozen: true };
    const taught = () =>
      plan.term(
        temperedSoftmax,
        {
          student: plan.apply({ network: student.network, on: shown, frozen: false }),
          teacher: plan.apply({ ...frozen, on: shown }),
        },
        { temperature: params.temperature, scale: true },
      );
    const answers = plan.apply({ ...frozen, on: made });
    const parts: LossPart[] = [
      [params.weight, taught],
      [params.oneHot, () => plan.term(oneHot, { teacher: answers }, {})],
      [params.balance, () => plan.term(classBalance, { teacher: answers }, {})],
    ];
    if (layer)
      parts.push([
        params.response,
        () => {
          const on = { network: layer.network, layer: layer.layer, on: made, frozen: true };
          return plan.term(activity, { teacher: plan.apply(on) }, {});
        },
      ]);
    return { loss: { kind: 'tensor', ref: sumOfParts(plan, parts) } };
  },
});
