import { z } from 'zod';
import type { Ref } from '../../../plan/builder.ts';
import { defineNode } from '../../define.ts';
import { choice, flag, real } from '../../params.ts';
import { type LossPart, sumOfParts } from '../weighted-sum/parts.ts';
import { embed, embeddingWidth } from './heads.ts';
import { agreementGate, ESTIMATORS, labelContext, mutualInformation } from './op.ts';

export const mutualInformationLoss = defineNode({
  type: 'loss.mutual-information',
  version: 1,
  category: 'loss',
  title: 'MIM',
  summary: "Makes a student's layer hold what the teacher's layer, its logits and the labels say.",
  source:
    'Shrivastava et al.: MIMKD (2021), arXiv:2110.15946; van den Oord et al.: CPC (2018), arXiv:1807.03748.',
  keywords: ['mim', 'mimkd', 'mutual information', 'jsd', 'infonce', 'contrastive', 'feature'],
  help: `Heads embed the student's layer and what it shall hold: the teacher's layer (feature), or the teacher's answers and the
labels side by side (answer). Maximising how well pairs of one example are told from pairs of two raises a lower bound of
the mutual information. The heads learn with the student and are dropped.

## When to use it
Beside cross-entropy, where layers of student and teacher are too different for a distance. A layer near the end holds most.
Large batches make InfoNCE sharper; the Jensen-Shannon estimate does with small ones. For one variance a channel see
Variational information, for the contrast of the literature Contrastive representation.

## Formula
L = w · (a · I(eˢ, eᵗ) + b · I(eˢ, c)), e = head(f) [n, d] of layers [n, h, w, c] or [n, c], c = head([log softmax(zᵗ/T), one-hot(y)]),
zᵗ [n, k]; I by Jensen-Shannon: mean softplus(−sᵢᵢ) + mean softplus(sᵢⱼ), or InfoNCE: −ln softmax(sᵢ)ᵢ both ways, s = cos/τ. An
example counts n · pᵗ(y) / Σ pᵗ(y) times where the gate is on.`,
  inputs: {
    student: { kind: 'activation', dims: ['n', '...s'], gradient: 'yes', title: 'student layer' },
    teacher: {
      kind: 'activation',
      dims: ['n', '...t'],
      gradient: 'no',
      title: 'teacher layer',
      optional: true,
      help: 'Needed where the part feature has a weight.',
    },
    logits: {
      kind: 'activation',
      dims: ['n', 'k'],
      gradient: 'no',
      title: 'teacher logits',
      optional: true,
      help: 'Needed where the part answer has a weight, or the gate is on.',
    },
    labels: {
      kind: 'labels',
      classes: 'k',
      title: 'labels',
      optional: true,
      help: 'Needed where the part answer has a weight, or the gate is on.',
    },
  },
  outputs: { loss: { kind: 'scalar', title: 'loss' } },
  params: z.strictObject({
    estimator: choice(ESTIMATORS, 'jsd', {
      title: 'Estimate',
      help: 'How the mutual information is bounded from below.',
      titles: { jsd: 'Jensen-Shannon', infonce: 'InfoNCE' },
    }),
    feature: real(
      0.5,
      { min: 0, max: 1000 },
      { title: 'Feature', help: "Weight of the teacher's layer.", step: 0.1 },
    ),
    answer: real(
      0.5,
      { min: 0, max: 1000 },
      { title: 'Answer', help: "Weight of the teacher's answers with the labels.", step: 0.1 },
    ),
    gate: flag(true, {
      title: 'Gate by agreement',
      help: 'An example counts by the probability that the teacher gives its label.',
    }),
    width: embeddingWidth(),
    score: real(
      1,
      { min: 0.01, max: 10 },
      {
        title: 'Temperature of scores',
        help: 'Divides the cosines; 1 for Jensen-Shannon, 0.07 is usual for InfoNCE.',
        scale: 'log',
        step: 0.1,
      },
    ),
    temperature: real(
      4,
      { min: 0.25, max: 100 },
      { title: 'Temperature', help: "Of the teacher's answers.", scale: 'log', step: 0.5 },
    ),
    weight: real(0.8, { min: 1e-6, max: 1e6 }, { title: 'Weight', help: 'Of the whole loss.', step: 0.1 }),
  }),
  infer: ({ params, inputs }) => {
    const wanted: readonly (readonly [keyof typeof inputs, string, boolean])[] = [
      ['teacher', 'Feature', params.feature > 0],
      ['logits', 'Answer', params.answer > 0],
      ['labels', 'Answer', params.answer > 0],
      ['logits', 'Gate by agreement', params.gate],
      ['labels', 'Gate by agreement', params.gate],
    ];
    const open = wanted.filter(([port, , needed]) => needed && !inputs[port]);
    const first = open.filter(([port], at) => open.findIndex((it) => it[0] === port) === at);
    const problems = first.map(([port, part]) => ({
      code: 'part-open',
      port,
      message: `The part ${part} is wanted, and ${port} is not wired.`,
      fix: `Wire it, or take ${part} out.`,
    }));
    if (params.feature + params.answer > 0) return { problems };
    return {
      problems: [
        ...problems,
        {
          code: 'part-open',
          param: 'feature',
          message: 'No part of this loss has a weight, so that nothing would be learned.',
          fix: 'Give one of them a weight above 0.',
        },
      ],
    };
  },
  lower: ({ params, inputs, plan, node }) => {
    const { width, weight, estimator } = params;
    const student = plan.tensor(inputs.student);
    const answers = inputs.logits &&
      inputs.labels && {
        teacher: plan.tensor(inputs.logits),
        labels: plan.labels(inputs.labels),
      };
    const weights = params.gate && answers ? { weights: plan.term(agreementGate, answers, {}) } : {};
    /** Heads of both sides, and the term above them. */
    const pair = (name: string, context: { on: Ref; port: string }, labels: { labels?: Ref }): Ref => {
      const head = { node, width };
      return plan.term(
        mutualInformation,
        {
          student: embed(plan, { ...head, name: `${name}-student`, on: student, port: 'student' }),
          context: embed(plan, { ...head, name: `${name}-context`, ...context }),
          ...labels,
          ...weights,
        },
        { estimator, temperature: params.score },
      );
    };
    const parts: LossPart[] = [];
    const { teacher } = inputs;
    if (teacher)
      parts.push([
        weight * params.feature,
        () => pair('feature', { on: plan.tensor(teacher), port: 'teacher' }, {}),
      ]);
    if (answers)
      parts.push([
        weight * params.answer,
        () => {
          const on = plan.term(labelContext, answers, { temperature: params.temperature });
          return pair('answer', { on, port: 'logits' }, { labels: answers.labels });
        },
      ]);
    return { loss: { kind: 'tensor', ref: sumOfParts(plan, parts) } };
  },
});
