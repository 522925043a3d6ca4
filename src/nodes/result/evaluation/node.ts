import { z } from 'zod';
import { defineNode } from '../../define.ts';
import { choice } from '../../params.ts';

export const evaluation = defineNode({
  type: 'result.evaluation',
  version: 1,
  category: 'result',
  title: 'Evaluation',
  summary: 'Accuracy, loss, confusion matrix, agreement with the teacher, size and speed.',
  source: 'Agreement: Stanton et al. (2021), arXiv:2106.05945.',
  keywords: ['accuracy', 'confusion', 'test', 'metrics', 'result'],
  goal: true,
  help: `Measures a trained model at the end of the run, and beside it the teacher and the student without a teacher
where there are such.

## When to use it
At the end of every pipeline; the result card is made from it.

## Formula
accuracy = share of examples with argmax z = y; agreement = share with argmax zˢ = argmax zᵗ; confusion [c, c], rows are true classes.`,
  inputs: {
    model: { kind: 'model', title: 'model', several: true },
    teacher: { kind: 'model', title: 'teacher', optional: true },
  },
  outputs: {},
  params: z.strictObject({
    part: choice(['test', 'validation', 'train'], 'test', {
      title: 'Part',
      help: 'The examples to measure on.',
      titles: { test: 'Test', validation: 'Validation', train: 'Training' },
    }),
  }),
  lower: ({ params, inputs: { model, teacher }, plan }) => {
    const measure = (network: string, source: string, against: string | null) =>
      plan.output({ kind: 'evaluation', network, source, part: params.part, teacher: against });
    const against = teacher?.network ?? null;
    if (teacher) measure(teacher.network, teacher.source, null);
    for (const { network, alone } of [model, ...(model.others ?? [])]) {
      measure(network, model.source, against);
      if (alone) measure(alone, model.source, against);
    }
    return {};
  },
});
