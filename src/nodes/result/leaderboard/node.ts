import { z } from 'zod';
import { defineNode } from '../../define.ts';
import { choice } from '../../params.ts';

export const leaderboard = defineNode({
  type: 'result.leaderboard',
  version: 1,
  category: 'result',
  title: 'Leaderboard',
  summary: 'Methods side by side: accuracy with its spread, gain, cost of a step, extra parameters.',
  source: 'Potstill.',
  keywords: ['compare', 'ranking', 'table', 'mean', 'spread', 'seeds', 'result'],
  goal: true,
  help: `Measures every student of a shoot-out at the end of the run and sets the methods in order. The table stands in the
result of the run and at the end of the command line's output.

## When to use it
Behind every Shoot-out. Wire the teacher too to see how often student and teacher say the same.

## Formula
mean m = Σₛ aₛ / S and spread √(Σₛ (aₛ − m)² / (S − 1)) over S seeds, aₛ the accuracy on the chosen part. Gain: the same of
aₛ − aₛ(alone), pairs of one seed. Cost: median wall time of a step. Extra parameters: trained beside the student and dropped after.`,
  inputs: {
    models: { kind: 'models', title: 'models' },
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
  lower: ({ params: { part }, inputs: { models, teacher }, plan }) => {
    const against = teacher?.network ?? null;
    if (teacher)
      plan.output({
        kind: 'evaluation',
        network: teacher.network,
        source: teacher.source,
        part,
        teacher: null,
      });
    for (const network of models.entries.flatMap((it) => it.networks))
      plan.output({ kind: 'evaluation', network, source: models.source, part, teacher: against });
    plan.output({
      kind: 'leaderboard',
      entries: models.entries.map(({ stages }) => ({ stages: [...stages] })),
    });
    return {};
  },
});
