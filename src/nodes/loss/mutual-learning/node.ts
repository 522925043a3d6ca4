import { z } from 'zod';
import type { PortSpec } from '../../../pipeline/ports.ts';
import { ProblemError } from '../../../pipeline/problem.ts';
import { defineNode } from '../../define.ts';
import { crossEntropy } from '../cross-entropy/op.ts';
import { lossInputs, lossWeight } from '../define-loss.ts';
import { temperature } from '../temperature-param.ts';
import { sumOfParts } from '../weighted-sum/parts.ts';
import { mutualLearning, PEERS } from './op.ts';

const student = (number: number, optional: boolean) =>
  ({
    kind: 'activation',
    dims: ['n', 'c'],
    gradient: 'yes',
    title: `student ${number}`,
    optional,
  }) as const satisfies PortSpec;

const STUDENTS = {
  first: student(1, false),
  second: student(2, false),
  third: student(3, true),
  fourth: student(4, true),
} as const;

export const mutualLearningLoss = defineNode({
  type: 'loss.mutual-learning',
  version: 1,
  category: 'loss',
  title: 'Mutual learning',
  summary: "Students that learn together, each from the labels and from the others' answers.",
  source: 'Zhang, Xiang, Hospedales, Lu: Deep mutual learning (2018), arXiv:1706.00384.',
  keywords: ['dml', 'peer', 'cohort', 'online', 'co-training', 'no teacher', 'several students'],
  help: `No teacher: two to four students begin from different weights, and each tells the others what it thinks of every image
while all of them still learn. Equal architectures or different ones.

## When to use it
Where no trained teacher is at hand. A small student profits from a larger one that learns beside it, and often the larger one
profits too. All students train in one trainer; an evaluation behind it measures each, and *One student* picks one to save.
With *baseline* each is also trained alone.

## Formula
L = Σₖ [CE(zᵏ, y) + w · T²/(K − 1) · Σ_{l ≠ k} KL(sg(softmax(zˡ/T)) ‖ softmax(zᵏ/T))], z [n, c] of K students, mean over n; sg lets no
gradient through, so that each student learns by its own loss alone. All take their step at once, each from the others' answers of
that step.`,
  inputs: {
    ...STUDENTS,
    labels: { kind: 'labels', classes: 'c', title: 'labels' },
  },
  outputs: { loss: { kind: 'scalar', title: 'loss' } },
  params: z.strictObject({
    temperature: temperature(1),
    weight: lossWeight({
      value: 1,
      help: "Of the others' answers, beside the labels. 1 as by Zhang et al.",
    }),
  }),
  lower: ({ params, inputs: { labels: labelled, ...wired }, plan }) => {
    const students = lossInputs(plan, STUDENTS, wired);
    assertDifferent(Object.values(students).map((it) => plan.tapped(it)?.network ?? it));
    const labels = plan.labels(labelled);
    const hard = PEERS.flatMap((role) => {
      const answers = students[role];
      return answers ? [plan.term(crossEntropy, { student: answers, labels }, { smoothing: 0 })] : [];
    });
    const ofLabels = sumOfParts(
      plan,
      hard.map((it) => [1, () => it]),
    );
    const ref = sumOfParts(plan, [
      [1, () => ofLabels],
      [params.weight, () => plan.term(mutualLearning, students, { temperature: params.temperature })],
    ]);
    return { loss: { kind: 'tensor', ref } };
  },
});

/** A student that stands twice would learn from itself. @throws ProblemError student-twice */
function assertDifferent(networks: readonly string[]): void {
  const twice = networks.findIndex((it, at) => networks.indexOf(it) < at);
  if (twice < 0) return;
  throw new ProblemError({
    code: 'student-twice',
    port: PEERS[twice] ?? 'second',
    message: 'One student is wired in twice, and has nothing to learn from itself.',
    fix: 'Wire another student here: a second Student node from the same network begins from weights of its own.',
  });
}
