import { z } from 'zod';
import { defineNode } from '../../define.ts';
import { integer, real } from '../../params.ts';

/** How many of the training examples a share holds out: at least one stays on each side. */
const heldOut = (train: number, share: number): number =>
  share === 0 ? 0 : Math.min(train - 1, Math.max(1, Math.round(train * share)));

export const split = defineNode({
  type: 'data.split',
  version: 1,
  category: 'data',
  title: 'Train / validation split',
  summary: 'Holds training examples out, to watch a run without touching the test part.',
  source: 'Common practice.',
  keywords: ['holdout', 'validation'],
  help: `Draws a share of the training examples at random and keeps them for validation.

## When to use it
Whenever you choose parameters by looking at curves: choosing by the test part makes its figure too good.

## Formula
train N → train N − round(share · N), validation round(share · N); which ones depends on the seed alone.`,
  inputs: { data: { kind: 'data', title: 'data' } },
  outputs: { data: { kind: 'data', title: 'data' } },
  params: z.strictObject({
    validation: real(
      0.1,
      { min: 0, max: 0.5 },
      {
        title: 'Validation share',
        help: 'Share of the training examples that is held out.',
        step: 0.05,
      },
    ),
    seed: integer(1, { min: 1, max: 2 ** 31 - 1 }, { title: 'Seed', help: 'Which examples are held out.' }),
  }),
  infer: ({ params, inputs: { data } }) => {
    if (!data) return {};
    if (data.counts.validation > 0)
      return {
        problems: [
          {
            code: 'split-twice',
            port: 'data',
            message: 'This data set is split already.',
            fix: 'Remove one of the two splits.',
          },
        ],
      };
    const validation = heldOut(data.counts.train, params.validation);
    return {
      outputs: {
        data: { ...data, counts: { ...data.counts, train: data.counts.train - validation, validation } },
      },
    };
  },
  lower: ({ params, inputs: { data } }) => {
    const validation = heldOut(data.source.counts.train, params.validation);
    const counts = { ...data.source.counts, train: data.source.counts.train - validation, validation };
    return { data: { kind: 'data', source: { ...data.source, counts, splitSeed: params.seed } } };
  },
});
