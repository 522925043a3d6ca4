import { z } from 'zod';
import type { PortSpec } from '../../../pipeline/ports.ts';
import { ProblemError } from '../../../pipeline/problem.ts';
import { defineNode } from '../../define.ts';
import { modelFor } from '../../network/from-model.ts';
import { choice } from '../../params.ts';
import { joined } from './joined.ts';
import { startJoined } from './op.ts';

const MEMBERS = ['model1', 'model2', 'model3', 'model4', 'model5', 'model6'] as const;

const member = (number: number) =>
  ({ kind: 'model', title: `model ${number}`, optional: number > 2 }) as const satisfies PortSpec;

export const ensembleModel = defineNode({
  type: 'model.ensemble',
  version: 1,
  category: 'model',
  title: 'Ensemble',
  summary: 'Several trained models as one that answers with the mean of theirs.',
  source:
    'Hansen, Salamon: Neural network ensembles (1990); of generations: Furlanello et al. (2018), arXiv:1805.04770.',
  keywords: ['committee', 'several', 'mean', 'vote', 'born-again', 'generations', 'bagging'],
  help: `Makes one model of two to six: it is measured, saved and taught from as any other. *Averaged teachers* does the same for the answers
that one student hears, without a model that could be measured.

## When to use it
At the end of a chain of generations, or over students of several seeds: together they are mostly right more often than each. What they cost
adds up; a *Teacher* with the weights *from a trainer* lets one small student learn from all of them.

## Formula
probabilities: z̄ = log((1/K) Σₖ softmax(zₖ)); logits: z̄ = (1/K) Σₖ zₖ; z [n, c] of K models on the same images.`,
  inputs: {
    model1: member(1),
    model2: member(2),
    model3: member(3),
    model4: member(4),
    model5: member(5),
    model6: member(6),
  },
  outputs: { model: { kind: 'model', title: 'model' } },
  params: z.strictObject({
    average: choice(['probabilities', 'values'], 'probabilities', {
      title: 'Mean of',
      help: 'What is averaged. In a mean of logits the most certain model outweighs the others.',
      titles: { probabilities: 'Probabilities', values: 'Logits' },
    }),
  }),
  infer: ({ inputs }) => {
    const { shape, classes } = inputs.model1 ?? {};
    return shape && classes !== undefined ? { outputs: { model: { kind: 'model', shape, classes } } } : {};
  },
  lower: ({ params, inputs, plan, node }) => {
    const wired = MEMBERS.flatMap((port) => {
      const model = inputs[port];
      return model ? [{ port, model }] : [];
    });
    const { source } = inputs.model1;
    const { input, classes } = plan.networkOf(inputs.model1.network);
    const members = wired.map(({ port, model }) => {
      if (model.source !== source)
        throw new ProblemError({
          code: 'two-sources',
          port,
          message: 'This model reads other data than the first, so that they cannot answer together.',
          fix: 'Wire the same data wire into all of them.',
        });
      return modelFor(plan, model, input, classes);
    });
    const { layers, parts } = joined(members, params.average);
    const network = plan.network({
      role: 'teacher',
      input: [...input],
      classes,
      layers,
      start: {
        kind: 'derived',
        op: startJoined.name,
        args: { parts },
        from: members.map((it) => it.id),
        stream: plan.stream(node),
      },
    });
    return { model: { kind: 'model', network, source, alone: null } };
  },
});
