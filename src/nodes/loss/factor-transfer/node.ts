import { z } from 'zod';
import { NETWORK_INPUT } from '../../../plan/layers.ts';
import { defineNode } from '../../define.ts';
import { leakyConvolutions } from '../../network/paraphraser/factor-layers.ts';
import { choice, real } from '../../params.ts';
import { weighted } from '../define-loss.ts';
import { studentLayer, teacherLayer } from '../ports.ts';
import { FORMS, factorTransfer } from './op.ts';

export const factorTransferLoss = defineNode({
  type: 'loss.factor-transfer',
  version: 1,
  category: 'loss',
  title: 'Factor transfer (FT)',
  summary: "A translator makes of the student's map what a paraphraser made of the teacher's.",
  source: 'Kim, Park, Kwak: Paraphrasing complex network (2018), arXiv:1802.04977.',
  keywords: ['ft', 'factor', 'translator', 'paraphraser', 'feature'],
  help: `What a teacher knows is told in two languages at once: a *Paraphraser*, trained before, tells its map as a factor, and a translator
tells the student's map as one. Only the directions of both are compared. The translator learns with the student and is dropped.

## When to use it
Second of two trainings, beside cross-entropy: the teacher's factor comes from the layer *factor* of a *Teacher* whose model a
first trainer made, out of a *Paraphraser*. Where one training has to do, take a hint or attention transfer.

## Formula
L = w · mean |u(translator(fˢ)) − u(Fᵗ)|ᵖ, u = v/‖v‖₂ an example, fˢ [n, h, w, c], Fᵗ [n, h′, w′, d]. Translator: three 3×3 convolutions to c, d and d
channels, each with a normalization and a leaky ReLU (0.1). The larger map is pooled to the smaller. v is every value, or, by places, the mean
of squares over channels.`,
  inputs: {
    student: studentLayer(['n', 'h', 'w', 'c'], { title: 'student map' }),
    teacher: teacherLayer(['n', 'i', 'j', 'd'], {
      title: "teacher's factor",
      help: 'The layer factor of a paraphraser.',
    }),
  },
  outputs: { loss: { kind: 'scalar', title: 'loss' } },
  params: z.strictObject({
    form: choice(FORMS, 'values', {
      title: 'Form',
      help: 'What of a factor has a direction.',
      titles: { values: 'Every value (paper)', places: 'Means of squares by places (RepDistiller)' },
    }),
    power: choice(['1', '2'], '1', {
      title: 'Power',
      help: 'Of the differences; sizes move far entries less than squares do.',
      titles: { 1: 'Sizes', 2: 'Squares' },
    }),
    weight: real(
      200,
      { min: 1e-6, max: 1e6 },
      {
        title: 'Weight',
        help: 'Of the mean over all entries; 200 as in RepDistiller.',
        step: 10,
      },
    ),
  }),
  lower: ({ params: { form, power, weight }, inputs, plan, node }) => {
    const teacher = plan.tensor(inputs.teacher);
    const on = plan.tensor(inputs.student);
    const channels = plan.shapeOf(teacher).at(-1) ?? 1;
    const own = plan.shapeOf(on).at(-1) ?? 1;
    const layers = leakyConvolutions({
      ...{ from: NETWORK_INPUT, name: 'translator', last: 'factor', normed: true },
      channels: [own, channels, channels],
    });
    const student = plan.project({ node, name: 'translator', on, layers });
    const args = { form, power: power === '1' ? (1 as const) : (2 as const) };
    const ref = plan.term(factorTransfer, { student, teacher }, args);
    return { loss: { kind: 'tensor', ref: weighted(plan, ref, weight) } };
  },
});
