import { z } from 'zod';
import type { PortSpec } from '../../../pipeline/ports.ts';
import type { Ref } from '../../../plan/builder.ts';
import { defineNode } from '../../define.ts';
import { shapeProblems } from '../../model/projecting.ts';
import { newHead } from '../../network/truncated/truncate.ts';
import { real } from '../../params.ts';
import { crossEntropy } from '../cross-entropy/op.ts';
import { deepToShallow } from '../deep-to-shallow/op.ts';
import { studentLayer } from '../ports.ts';
import { temperature } from '../temperature-param.ts';
import { type LossPart, sumOfParts } from '../weighted-sum/parts.ts';
import { bottleneckLayers } from './exits.ts';
import { selfDistillation } from './op.ts';

const EXITS = ['shallow1', 'shallow2', 'shallow3'] as const;

const shallow = (number: number, optional: boolean) =>
  ({
    ...studentLayer(['n', `...s${number}`], {
      title: `shallow layer ${number}`,
      help: 'A layer of the student, from which an exit branches off.',
    }),
    optional,
  }) as const satisfies PortSpec;

export const selfDistillationLoss = defineNode({
  type: 'loss.self-distillation',
  version: 1,
  category: 'loss',
  title: 'Self-distillation',
  summary: 'A network is its own teacher: exits at early layers learn from its last answers.',
  source: 'Zhang et al.: Be your own teacher (2019), arXiv:1905.08094.',
  keywords: ['byot', 'own teacher', 'early exit', 'auxiliary classifier', 'deep supervision', 'no teacher'],
  help: `At up to three early layers a small classifier branches off. Each learns the labels, and what the end of the same network
says; the layers that they share grow better by it. The exits are trained along and dropped: what is saved is the network alone.

## When to use it
Where there is no teacher and the network is deep: wire layers at a third and two thirds of its depth. Wire the last features as
*deep features* as well, and the exits are drawn to these too. The loss is complete, labels included; one trainer, one stage.

## Formula
L = CE(z, y) + Σₑ [(1 − α) · CE(zᵉ, y) + α · T² · KL(sg(softmax(z/T)) ‖ softmax(zᵉ/T))] + λ · Σₑ mean((fᵉ − sg(f))²), z [n, c]; an exit e
is fᵉ = bottleneck(layer) in the shape of the deep features f and zᵉ = classifier(fᵉ) [n, c]. sg lets no gradient through: the end
never comes down to an exit. A bottleneck is a 3×3 convolution, normalization, ReLU and a 1×1 convolution.`,
  inputs: {
    student: studentLayer(['n', 'c'], { title: 'student logits' }),
    labels: { kind: 'labels', classes: 'c', title: 'labels' },
    shallow1: shallow(1, false),
    shallow2: shallow(2, true),
    shallow3: shallow(3, true),
    deep: studentLayer(['n', '...d'], {
      title: 'deep features',
      help: 'The layer before the logits, to which the exits are drawn.',
      optional: true,
    }),
  },
  outputs: { loss: { kind: 'scalar', title: 'loss' } },
  params: z.strictObject({
    alpha: real(
      0.3,
      { min: 0, max: 1 },
      {
        title: 'Alpha',
        help: "Share of the end's answers in what an exit learns; the labels get the rest.",
        step: 0.05,
      },
    ),
    temperature: temperature(3),
    features: real(
      0.03,
      { min: 0, max: 1e6 },
      { title: 'Features', help: 'Weight of the distance to the deep features.', step: 0.01 },
    ),
  }),
  presets: [
    {
      title: 'Residual networks',
      source: 'Zhang et al. (2019), arXiv:1905.08094: 0.3 for answers and 0.03 for features, on CIFAR-100.',
      params: { alpha: 0.3, features: 0.03 },
    },
  ],
  infer: ({ inputs }) => ({
    problems: EXITS.flatMap((port) =>
      shapeProblems(inputs[port], inputs.deep, bottleneckLayers, {
        code: 'projector-shape',
        port,
        message: 'An exit makes maps or rows of maps, and rows of rows; it cannot make a map of a row.',
      }),
    ),
  }),
  lower: ({ params, inputs, plan, node }) => {
    const student = plan.tensor(inputs.student);
    const labels = plan.labels(inputs.labels);
    const classes = plan.shapeOf(student).at(-1) ?? 1;
    const deep = inputs.deep && plan.tensor(inputs.deep);
    const exits = EXITS.flatMap((port) => {
      const wired = inputs[port];
      if (!wired) return [];
      const from = plan.tensor(wired);
      const layers = bottleneckLayers(plan.shapeOf(from), plan.shapeOf(deep ?? from)) ?? [];
      const features = plan.project({ node, name: `${port}/bottleneck`, on: from, layers });
      const logits = plan.project({
        node,
        name: `${port}/classifier`,
        on: features,
        layers: newHead(plan.shapeOf(features), classes, 'pool'),
      });
      return [{ features, logits }];
    });
    const hard = (answers: Ref): Ref =>
      plan.term(crossEntropy, { student: answers, labels }, { smoothing: 0 });
    const sumOver = (of: (exit: { features: Ref; logits: Ref }) => Ref) => (): Ref =>
      sumOfParts(
        plan,
        exits.map((it): LossPart => [1, () => of(it)]),
      );
    const soft = ({ logits }: { logits: Ref }): Ref =>
      plan.term(selfDistillation, { shallow: logits, deep: student }, { temperature: params.temperature });
    const ref = sumOfParts(plan, [
      [1, () => hard(student)],
      [1 - params.alpha, sumOver(({ logits }) => hard(logits))],
      [params.alpha, sumOver(soft)],
      [
        deep ? params.features : 0,
        sumOver(({ features }) => plan.term(deepToShallow, { shallow: features, deep: deep as Ref }, {})),
      ],
    ]);
    return { loss: { kind: 'tensor', ref } };
  },
});
