import { z } from 'zod';
import { defineNode } from '../../define.ts';
import { real } from '../../params.ts';
import { annealedSum } from './op.ts';

const share = (value: number, title: string, help: string) =>
  real(value, { min: 0, max: 1 }, { title, help, step: 0.05 });

export const annealedSumLoss = defineNode({
  type: 'loss.annealed-sum',
  version: 1,
  category: 'loss',
  title: 'Annealed sum',
  summary: 'Goes from one loss to another while training goes on, as from the teacher to the labels.',
  source: 'Clark et al.: BAM! Born-again multi-task networks (2019), arXiv:1907.04829.',
  keywords: ['anneal', 'teacher annealing', 'bam', 'schedule', 'lambda', 'sysmt'],
  help: `At first the student learns by the second loss, at the end by the first, and by both in between.

## When to use it
For teacher annealing: wire the loss on the labels first and the one on the teacher second. Early on the teacher's answers
teach more a step; later the labels let the student become better than its teacher. Set both shares alike for a sum that does not change.

## Formula
L = λ(t) · L₁ + (1 − λ(t)) · L₂, λ(t) = from + (to − from) · clip((t − begin)/over, 0, 1), t the share of all steps that is done.`,
  inputs: {
    first: { kind: 'scalar', title: 'first', help: 'Usually the loss on the labels.' },
    second: { kind: 'scalar', title: 'second', help: 'Usually the loss on the teacher.' },
  },
  outputs: { loss: { kind: 'scalar', title: 'loss' } },
  params: z.strictObject({
    from: share(0, 'Share of the first at the start', 'The second loss has the rest.'),
    to: share(1, 'Share of the first in the end', 'The second loss has the rest.'),
    begin: share(0, 'Change begins at', 'As a share of all steps: 0.5 is the middle of training.'),
    over: real(
      1,
      { min: 0.001, max: 1 },
      {
        title: 'Change takes',
        help: 'As a share of all steps. What goes beyond the end is cut off.',
        step: 0.05,
      },
    ),
  }),
  lower: ({ params, inputs, plan }) => ({
    loss: {
      kind: 'tensor',
      ref: plan.term(annealedSum, { first: inputs.first.ref, second: inputs.second.ref }, params),
    },
  }),
});
