import { z } from 'zod';
import { defineNode } from '../../define.ts';
import { attackOf, radiusParam, stepParams } from '../../model/attack-params.ts';
import { choice } from '../../params.ts';

export const evaluation = defineNode({
  type: 'result.evaluation',
  version: 1,
  category: 'result',
  title: 'Evaluation',
  summary: 'Accuracy, loss, confusion matrix, agreement with the teacher, size and speed.',
  source: 'Agreement: Stanton et al. (2021), arXiv:2106.05945.',
  keywords: ['accuracy', 'confusion', 'test', 'metrics', 'result', 'robust', 'attack', 'adversarial'],
  goal: true,
  help: `Measures a trained model at the end of the run, and beside it the teacher and the student without a teacher
where there are such.

## When to use it
At the end of every pipeline; the result card is made from it. With an attack it says as well how accurate the network is on
images that are moved so that it errs, each pixel by no more than the radius. That is an upper bound of its robustness: a stronger
attack finds more. PGD begins at the image and draws nothing.

## Formula
accuracy = share of examples with argmax z = y; agreement = share with argmax zˢ = argmax zᵗ; confusion [c, c], rows are true classes.
Under attack: share with argmax z(x + d) = y, d sought by steps along sign ∂CE/∂x within ±radius/255, x [n, h, w, c].`,
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
    attack: choice(['none', 'pgd', 'fgsm'], 'none', {
      title: 'Attack',
      help: 'Also measures the accuracy on images that are moved to mislead the network. Steps take as many times as long.',
      titles: { none: 'None', pgd: 'PGD: steps', fgsm: 'FGSM: one step' },
    }),
    radius: radiusParam(8, {
      min: 0.01,
      help: 'How far a pixel may be moved: 8 is usual for photographs, 76.5 for MNIST.',
      when: { param: 'attack', is: ['pgd', 'fgsm'] },
    }),
    ...stepParams({ step: 2, iterations: 20, when: { param: 'attack', is: ['pgd'] } }),
  }),
  lower: ({ params: { part, attack, ...steps }, inputs: { model, teacher }, plan }) => {
    const measure = (network: string, source: string, against: string | null) =>
      plan.output({
        ...{ kind: 'evaluation', network, source, part, teacher: against },
        ...(attack !== 'none' && {
          attack: plan.attack(source, attackOf({ method: attack, ...steps }, 'image')),
        }),
      });
    const against = teacher?.network ?? null;
    if (teacher) measure(teacher.network, teacher.source, null);
    for (const { network, alone } of [model, ...(model.others ?? [])]) {
      measure(network, model.source, against);
      if (alone) measure(alone, model.source, against);
    }
    return {};
  },
});
