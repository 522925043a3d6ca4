import { z } from 'zod';
import type { PortSpec } from '../../../pipeline/ports.ts';
import { defineNode } from '../../define.ts';
import { choice, real } from '../../params.ts';
import { averagedTeachers } from './op.ts';
import { wiredTeachers } from './wired-teachers.ts';

const teacher = (number: number, optional: boolean) =>
  ({
    kind: 'activation',
    dims: ['n', 'c'],
    gradient: 'no',
    title: `teacher ${number}`,
    optional,
    spare: optional,
  }) as const satisfies PortSpec;

export const averagedTeachersModel = defineNode({
  type: 'model.averaged-teachers',
  version: 1,
  category: 'model',
  title: 'Averaged teachers',
  summary: 'The common answer of several frozen teachers, for one student to learn from.',
  source: 'Hinton, Vinyals, Dean (2015), arXiv:1503.02531, section 3; Liu et al. (2019), arXiv:1904.09482.',
  keywords: ['ensemble', 'sysmt', 'multi-teacher', 'mean', 'several'],
  help: `Makes one teacher of up to six: a student learns from what they say together.

## When to use it
Where several networks were trained for one task, by other seeds, architectures or data: together they are right more often
than each, and where they disagree their average says so. Take the mean of probabilities; in a mean of logits the most
certain teacher outweighs the others. Set the temperature to that of the loss which follows.

## Formula
probabilities: z̄ = T · log((1/K) Σₖ softmax(zₖ/T)); logits: z̄ = (1/K) Σₖ zₖ; z [n, c].
K equal teachers give that teacher; their order does not matter.`,
  inputs: {
    teacher1: teacher(1, false),
    teacher2: teacher(2, true),
    teacher3: teacher(3, true),
    teacher4: teacher(4, true),
    teacher5: teacher(5, true),
    teacher6: teacher(6, true),
  },
  outputs: { logits: { kind: 'activation', dims: ['n', 'c'], gradient: 'no', title: 'logits' } },
  params: z.strictObject({
    average: choice(['probs', 'logits'], 'probs', {
      title: 'Mean of',
      help: 'What is averaged.',
      titles: { probs: 'Probabilities', logits: 'Logits' },
    }),
    temperature: real(
      2,
      { min: 0.25, max: 100 },
      {
        title: 'Temperature',
        help: 'Of the softmax that is averaged: the temperature of the loss which follows.',
        scale: 'log',
        step: 0.5,
        when: { param: 'average', is: ['probs'] },
      },
    ),
  }),
  lower: ({ params, inputs, plan }) => {
    const refs = wiredTeachers(inputs, plan);
    return { logits: { kind: 'tensor', ref: plan.term(averagedTeachers, refs, params) } };
  },
});
