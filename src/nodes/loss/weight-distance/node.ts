import { z } from 'zod';
import { ProblemError } from '../../../pipeline/problem.ts';
import { networkShape } from '../../../plan/layers.ts';
import type { Network } from '../../../plan/plan.ts';
import { defineNode } from '../../define.ts';
import { copyOfStart, studentOf } from '../../network/student-copy.ts';
import { choice } from '../../params.ts';
import { lossWeight, weighted } from '../define-loss.ts';
import { weightDistance } from './op.ts';

export const weightDistanceLoss = defineNode({
  type: 'loss.weight-distance',
  version: 1,
  category: 'loss',
  title: 'Weight distance',
  summary: 'Keeps the weights of a student near those that it began with, or near a model.',
  source:
    'L2-SP: Li, Grandvalet, Davoine: Explicit inductive bias for transfer learning with convolutional networks (2018), arXiv:1802.01483.',
  keywords: ['L2-SP', 'parameter distillation', 'regularisation', 'weight decay', 'fine-tuning', 'start'],
  help: `Pulls each weight back to its first value instead of to zero, as weight decay would.

## When to use it
Beside another loss, where the student begins with the weights of a teacher and shall not forget them: after *copied
layers*, Net2Net or a saved model. Any output of the student tells which network is meant. With a model wired into it, the
weights are compared with that model's; layers of another name or shape are left out.

## Formula
L = w · Σₖ (θₖ − θ⁰ₖ)² over kernels, biases and gains [p]; θ⁰ are the weights when the training begins, w 10⁻³.`,
  inputs: {
    student: {
      kind: 'activation',
      dims: ['n', '...s'],
      gradient: 'yes',
      title: 'student',
      help: 'Any output of the student.',
    },
    model: {
      kind: 'model',
      title: 'model',
      optional: true,
      help: 'Left open, the weights are compared with those that the student begins with.',
    },
  },
  outputs: { loss: { kind: 'scalar', title: 'loss' } },
  params: z.strictObject({
    layers: choice(['all', 'trunk'], 'all', {
      title: 'Layers',
      help: 'Whose weights are kept near.',
      titles: { all: 'All', trunk: 'All but the last layer' },
    }),
    weight: lossWeight({
      value: 1e-3,
      help: 'The sum of squares is multiplied by it. L2-SP tries 0.1 to 0.0001.',
    }),
  }),
  lower: ({ params, inputs, plan }) => {
    const { network: student } = studentOf(plan, inputs.student, 'The distance of weights');
    const first = plan.networkOf(inputs.model?.network ?? copyOfStart(plan, student, 'start'));
    const wanted = params.layers === 'all' ? student.layers : student.layers.slice(0, -1);
    const [own, theirs] = [trainedShapes(student), trainedShapes(first)];
    const layers = wanted.map((it) => it.id).filter((id) => own.get(id) && own.get(id) === theirs.get(id));
    if (layers.length === 0)
      throw new ProblemError({
        code: 'layers-differ',
        port: 'model',
        message: 'No layer of the model has the name and the shape of a layer of the student.',
        fix: 'Wire a model that is built like the student.',
      });
    const ref = plan.term(
      weightDistance,
      {
        student: plan.weightRow({ network: student.id, layers, frozen: false }),
        start: plan.weightRow({ network: first.id, layers, frozen: true }),
      },
      {},
    );
    return { loss: { kind: 'tensor', ref: weighted(plan, ref, params.weight) } };
  },
});

/** The shapes of a layer's trained weights, as text; empty where it has none. */
const trainedShapes = ({ layers, input }: Network): Map<string, string> =>
  new Map(
    [...networkShape(layers, input).layers].map(([id, { weights }]) => [
      id,
      weights.flatMap((it) => (it.trained ? [`${it.name} ${it.shape.join('×')}`] : [])).join(),
    ]),
  );
