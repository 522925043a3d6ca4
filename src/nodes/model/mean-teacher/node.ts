import { z } from 'zod';
import { defineNode } from '../../define.ts';
import { copyOfStart, studentOf } from '../../network/student-copy.ts';
import { real } from '../../params.ts';

export const meanTeacher = defineNode({
  type: 'model.mean-teacher',
  version: 1,
  category: 'model',
  title: 'Mean teacher',
  summary: "A teacher whose weights are the running mean of the student's.",
  source:
    'Tarvainen, Valpola: Mean teachers are better role models (2017), arXiv:1703.01780; ramp of the decay as in their code.',
  keywords: [
    'EMA',
    'exponential moving average',
    'self-distillation',
    'averaged weights',
    'polyak',
    'follow',
  ],
  help: `Answers with a mean of the student that learns: it begins equal and follows it after every step. No gradient
reaches it, and its answers change with every step, so that they are never kept.

## When to use it
To distil a student from itself, where no larger teacher is at hand or labels are noisy: wire the student's logits into
it and its own into a distillation loss. Or for its weights alone: wire its model into an evaluation, as a mean of the last
1/(1 − d) steps often does better than the last step.

## Formula
wᵗ ← wᵗ + (1 − d)·(wˢ − wᵗ) after each step, running statistics included; d = min(decay, 1 − 1/(t + 1)), t = 1 for the
first step, so that early weights are forgotten soon. logits = network(x; wᵗ) [n, classes], as in evaluation.`,
  inputs: {
    student: {
      kind: 'activation',
      dims: ['n', 'c'],
      gradient: 'yes',
      title: 'student logits',
      help: 'Tells which student is followed.',
    },
  },
  outputs: {
    logits: { kind: 'activation', dims: ['n', 'c'], gradient: 'no', title: 'logits' },
    model: { kind: 'model', title: 'model' },
  },
  params: z.strictObject({
    decay: real(
      0.99,
      { min: 0, max: 0.99999 },
      {
        title: 'Decay',
        help: 'What is kept of the mean in a step. 0.99 means over about 100 steps, 0.999 over 1000.',
        step: 0.001,
      },
    ),
  }),
  lower: ({ params, inputs, plan }) => {
    const { network: student, source } = studentOf(plan, inputs.student, 'The mean of weights');
    const network = copyOfStart(plan, student, 'mean');
    plan.follow({ network, follows: student.id, decay: params.decay });
    return {
      logits: { kind: 'tensor', ref: plan.tap({ network, source, frozen: true }) },
      model: { kind: 'model', network, source, alone: null },
    };
  },
});
