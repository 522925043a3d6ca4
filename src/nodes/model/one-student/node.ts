import { z } from 'zod';
import { ProblemError } from '../../../pipeline/problem.ts';
import { defineNode } from '../../define.ts';
import { studentOf } from '../../network/student-copy.ts';

export const oneStudent = defineNode({
  type: 'model.one-student',
  version: 1,
  category: 'model',
  title: 'One student',
  summary: 'Picks one of several students that a trainer trained together.',
  source: 'Potstill.',
  keywords: ['several', 'pick', 'mutual', 'peer', 'cohort', 'together'],
  help: `A trainer whose loss reaches several students hands them on together. Here one of them goes its own way.

## When to use it
Behind a trainer of students that teach each other: to save one of them, to measure it alone, to let it teach the next one or to
grow a network from it. An evaluation that is wired to the trainer itself measures all of them.

## Formula
model = the network that the wire into *student* comes from, with the weights that the trainer gave it.`,
  inputs: {
    model: { kind: 'model', title: 'trained together', several: true, help: 'The model of the trainer.' },
    student: {
      kind: 'activation',
      dims: ['n', '...s'],
      gradient: 'yes',
      title: 'student',
      help: 'Any layer or the logits of the student that is meant.',
    },
  },
  outputs: { model: { kind: 'model', title: 'model' } },
  params: z.strictObject({}),
  infer: ({ inputs: { student } }) =>
    student?.kind === 'activation' && student.model ? { outputs: { model: student.model } } : {},
  lower: ({ inputs: { model, student }, plan }) => {
    const { network } = studentOf(plan, student, 'One of several students');
    const trained = [model, ...(model.others ?? [])];
    const found = trained.find((it) => it.network === network.id);
    if (found)
      return { model: { kind: 'model', network: found.network, source: model.source, alone: found.alone } };
    throw new ProblemError({
      code: 'not-trained-here',
      port: 'student',
      message: 'This student is not among those that the wired trainer trains.',
      fix: "Wire a student that this trainer's loss reaches.",
    });
  },
});
