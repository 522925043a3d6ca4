import { z } from 'zod';
import { ProblemError } from '../../../pipeline/problem.ts';
import { defineNode } from '../../define.ts';
import { modelFor } from '../from-model.ts';
import { startTeacherScheme } from './op.ts';
import { schemePairs } from './scheme-pairs.ts';

export const teacherScheme = defineNode({
  type: 'network.teacher-scheme',
  version: 1,
  category: 'network',
  title: "Teacher's scheme",
  summary: "A network whose weights are drawn as a trained teacher's weights are spread by now.",
  source:
    'Deviations kept by the number of inputs: Glorot and Bengio (2010), He et al. (2015), arXiv:1502.01852; here of trained weights.',
  keywords: ['initialise', 'init', 'teacher scheme', 'distribution', 'gain', 'deviation', 'start'],
  help: `Takes an architecture and a trained model, and gives the architecture with weights to begin with: of each layer the mean
and the deviation are those that a layer of the model came to, and the values are drawn anew.

## When to use it
Where the student is built like the teacher and shall begin at the scale at which the teacher ended, without any of its features: to
tell apart what copied weights bring (*Copied layers*) from what their scale alone brings. Architectures of other depth and width fit.

## Formula
w = √(fanᵗ/fanˢ) · (μ + σ · ξ), ξ normal and standardised, μ, σ of the model's kernel, fan the values that one output sums: of equal
fan the deviation is σ. Of n layers of a kind and m in the model, layer i takes round(i·(m − 1)/(n − 1)), the last the last. Biases
and normalizations begin anew.`,
  inputs: {
    network: { kind: 'network', title: 'network', help: 'The architecture of the student.' },
    model: { kind: 'model', title: 'model', help: 'Of a teacher or a trainer: whose scale is taken.' },
  },
  outputs: { network: { kind: 'network', title: 'network', help: 'The same architecture, with weights.' } },
  params: z.strictObject({}),
  infer: ({ inputs: { network } }) => (network ? { outputs: { network } } : {}),
  lower: ({ inputs: { network, model }, plan }) => ({
    network: {
      kind: 'network',
      layers: network.layers,
      start: (input, classes, tokens) => {
        const source = modelFor(plan, model, input, classes);
        const own = { layers: network.layers(input, classes, tokens), input: [...input] };
        const layers = schemePairs(own, source).map((it) => ({ ...it }));
        if (layers.length === 0)
          throw new ProblemError({
            code: 'copy-nothing',
            port: 'model',
            message: 'No layer of the model is of the kind of a layer of this network.',
            fix: 'Wire a model that is built like the network.',
          });
        return { start: { op: startTeacherScheme.name, args: { layers }, from: [source.id] }, copied: [] };
      },
    },
  }),
});
