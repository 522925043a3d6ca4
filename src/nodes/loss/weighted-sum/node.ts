import { z } from 'zod';
import { defineNode } from '../../define.ts';
import { real } from '../../params.ts';
import { ROLES, weightedSum } from './op.ts';

const weight = (which: string) =>
  real(
    1,
    { min: 0, max: 1e6 },
    { title: `Weight of the ${which}`, help: `The ${which} loss is multiplied by it.`, step: 0.1 },
  );

export const weightedSumLoss = defineNode({
  type: 'loss.weighted-sum',
  version: 1,
  category: 'loss',
  title: 'Weighted sum',
  summary: 'Adds up to four losses, each with its weight.',
  source: 'Common practice.',
  keywords: ['add', 'combine', 'total', 'weights'],
  help: `Makes one loss of several.

## When to use it
Whenever a student learns from more than one thing at once. Look at the curve of each loss to choose weights that
keep them in balance.

## Formula
L = Σₖ wₖ · Lₖ, each Lₖ a single number.`,
  inputs: {
    first: { kind: 'scalar', title: 'first' },
    second: { kind: 'scalar', title: 'second', optional: true, spare: true },
    third: { kind: 'scalar', title: 'third', optional: true, spare: true },
    fourth: { kind: 'scalar', title: 'fourth', optional: true, spare: true },
  },
  outputs: { loss: { kind: 'scalar', title: 'loss' } },
  params: z.strictObject({
    firstWeight: weight('first'),
    secondWeight: weight('second'),
    thirdWeight: weight('third'),
    fourthWeight: weight('fourth'),
  }),
  lower: ({ params, inputs, plan }) => {
    const given = ROLES.filter((role) => inputs[role] !== undefined);
    const refs = Object.fromEntries(given.map((role) => [role, inputs[role]?.ref as string]));
    return {
      loss: {
        kind: 'tensor',
        ref: plan.term(weightedSum, refs, { weights: given.map((role) => params[`${role}Weight`]) }),
      },
    };
  },
});
