import { z } from 'zod';
import type { ModelType } from '../../../pipeline/ports.ts';
import { ProblemError } from '../../../pipeline/problem.ts';
import type { Layer } from '../../../plan/layers.ts';
import { defineNode } from '../../define.ts';
import { choice, integer } from '../../params.ts';
import { refusedAs } from '../from-model.ts';
import { type Measured, measuredBy, rememberedNetworks } from '../measured.ts';
import { studentOf } from '../student-copy.ts';
import { type Trunk, trunkOf } from './trunk.ts';

export const sharedTrunk = defineNode({
  type: 'network.shared-trunk',
  version: 1,
  category: 'network',
  title: 'Shared trunk',
  summary: "Another student's layers, shared with it, under a last layer of its own.",
  source: 'Caruana: Multitask learning (1997); Clark et al.: BAM (2019), arXiv:1907.04829.',
  keywords: ['multi-task', 'sysmt', 'hard parameter sharing', 'head', 'BAM', 'trunk', 'backbone'],
  help: `Gives a student of another task the same layers as a first student, and not a copy of them: both have one set of
weights, which the steps of both tasks train. Its last layers are its own.

## When to use it
Where several tasks look at inputs of one shape, and one small network is to serve them all: what one task learns of them helps the
others, and less has to be stored. Wire the first student's logits into it, itself into a second student with the other
data, and the losses of both into a *Multi-task trainer*. Layers that normalize by the statistics of a batch stay apart, since those
of one task are wrong for another.

## Formula
zₖ = headₖ(trunk(xₖ)) [n, cₖ], trunk with weights θ that all tasks have in common, headₖ with φₖ;
θ ← θ − η · ∂Lₖ/∂θ, φₖ ← φₖ − η · ∂Lₖ/∂φₖ in a step of task k.`,
  inputs: {
    student: {
      kind: 'activation',
      dims: ['n', 'c'],
      gradient: 'yes',
      title: 'student logits',
      help: 'Tells which student it shares layers with.',
    },
  },
  outputs: { network: { kind: 'network', title: 'network', help: 'For a student of another task.' } },
  params: z.strictObject({
    own: integer(
      1,
      { min: 1, max: 64 },
      { title: 'Own layers', help: 'So many of the last layers with weights are not shared.' },
    ),
    norms: choice(['own', 'shared'], 'own', {
      title: 'Normalization',
      help: 'Whether layers that normalize by the statistics of a batch are shared.',
      titles: { own: 'Own', shared: 'Shared' },
    }),
  }),
  infer: ({ params, inputs: { student } }) => {
    const model = student?.kind === 'activation' ? student.model : undefined;
    return {
      outputs: {
        network: { kind: 'network', measure: (input, classes) => measured(model, input, classes, params) },
      },
    };
  },
  lower: ({ params, inputs, plan }) => {
    const { network: other } = studentOf(plan, inputs.student, 'A trunk to share');
    const owner = other.shares ? plan.networkOf(other.shares.network) : other;
    const trunk = (classes: number): Trunk =>
      refusedAs(
        { code: 'trunk-refused', fix: 'Let fewer layers be its own, or wire another student into it.' },
        () => trunkOf(owner, classes, params),
      );
    return {
      network: {
        kind: 'network',
        layers: (input, classes) => {
          if (input.join() === owner.input.join()) return trunk(classes).layers;
          throw new ProblemError({
            code: 'trunk-input',
            port: 'student',
            message: 'The student whose layers are shared reads inputs of another shape.',
            found: input.join('×'),
            allowed: owner.input.join('×'),
            fix: 'Give both tasks inputs of one shape, or this student a network of its own.',
          });
        },
        shares: { network: owner.id, layers: [...trunk(owner.classes).shared] },
      },
    };
  },
});

const known = rememberedNetworks();

/** What the student costs by itself, on an input and classes of its own; null where the compiler alone knows the other one. */
function measured(
  model: ModelType | undefined,
  input: readonly number[],
  classes: number,
  params: Parameters<typeof trunkOf>[2],
): Measured | null {
  const layers = model?.architecture as Layer[] | undefined;
  if (!layers || !model?.shape) return null;
  if (model.shape.join() !== input.join())
    return { refusal: `the student whose layers it shares reads ${model.shape.join('×')}` };
  return known([layers], JSON.stringify([input, classes, params]), () =>
    measuredBy(input, () => trunkOf({ layers, input: [...input] }, classes, params).layers),
  );
}
