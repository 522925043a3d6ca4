import { z } from 'zod';
import { type Layer, LayerRefusal } from '../../../plan/layers.ts';
import { defineNode } from '../../define.ts';
import { layerName } from '../../params.ts';
import { startCopy } from '../copied-layers/op.ts';
import { refusedAs, sourceFor } from '../from-model.ts';
import { measuredBy, rememberedNetworks } from '../measured.ts';
import { beside } from './beside.ts';

const known = rememberedNetworks();

export const featureConcatenation = defineNode({
  type: 'network.feature-concatenation',
  version: 1,
  category: 'network',
  title: 'Feature concatenation',
  summary: "A student that goes on from its own features and a teacher's, side by side.",
  source:
    'Huang, Liu, van der Maaten, Weinberger: Densely connected convolutional networks (2017), arXiv:1608.06993.',
  keywords: [
    'concat',
    'DenseNet',
    'dense connection',
    'middle features',
    'structure',
    'feature reuse',
    'channels',
  ],
  help: `The teacher's layers up to one of them become a part of the student, with their weights: from a layer of its own on, the student
reads its features and the teacher's, channel after channel, as a block of a DenseNet reads those of the blocks before it.

## When to use it
Where the teacher's early layers are cheap and good: the student adds what they lack. Choose *freeze: copied layers* in the student, so
that they stay as they are. Unlike that of a *Graft*, the teacher's part stays in the model that is saved, and its cost counts. In a
residual network choose the end of a stage: an addition cannot take more channels on one side.

## Formula
h = [fˢ(x), P(fᵗ(x))] [n, h, w, cˢ + cᵗ], and what read fˢ reads h; P brings maps to the student's size, or averages them where its layer is
a row, and has no weights. The teacher's layers are called *teacher.…*, the joined ones *concatenated*.`,
  inputs: {
    network: { kind: 'network', title: 'network', help: 'The architecture of the student.' },
    model: { kind: 'model', title: 'model', help: 'Of a teacher or a trainer: whose features stand beside.' },
  },
  outputs: {
    network: {
      kind: 'network',
      title: 'network',
      help: "The student, and the teacher's layers with weights.",
    },
  },
  params: z.strictObject({
    layer: layerName({
      title: 'Student layer',
      help: 'Behind which layer of the student the features come in, by its name: activation-1, for instance.',
    }),
    teacherLayer: layerName({
      title: 'Teacher layer',
      help: 'Which layer of the teacher comes in, by its name.',
    }),
  }),
  infer: ({ params, inputs: { network, model } }) =>
    network
      ? {
          outputs: {
            network: {
              ...network,
              measure: (input, classes, tokens) => {
                const own = network.measure(input, classes, tokens);
                const theirs = model?.architecture;
                if (own === null || theirs === undefined) return null;
                if ('refusal' in own) return own;
                const built = (layers: readonly object[]) => ({
                  layers: layers as Layer[],
                  input: [...input],
                });
                const { layer, teacherLayer } = params;
                return known([own.architecture, theirs], JSON.stringify([input, layer, teacherLayer]), () =>
                  measuredBy(
                    input,
                    () => beside(built(own.architecture), built(theirs), layer, teacherLayer).layers,
                  ),
                );
              },
            },
          },
        }
      : {},
  lower: ({ params, inputs: { network, model }, plan }) => {
    const joined = (...at: Parameters<typeof network.layers>) =>
      refusedAs(
        { code: 'concatenation-refused', fix: 'Write the names of layers that are there, of both networks.' },
        () => {
          if (network.start)
            throw new LayerRefusal(
              "the student's architecture comes with weights of a model, and those of the teacher's features alone are copied",
            );
          const [input] = at;
          const source = sourceFor(plan, model, input);
          const own = { layers: network.layers(...at), input: [...input] };
          return { source, ...beside(own, source, params.layer, params.teacherLayer) };
        },
      );
    return {
      network: {
        kind: 'network',
        layers: (...at) => joined(...at).layers,
        start: (...at) => {
          const { source, copied } = joined(...at);
          return {
            start: { op: startCopy.name, args: { layers: copied, channels: 'equal' }, from: [source.id] },
            copied: copied.map((it) => it.to),
          };
        },
      },
    };
  },
});
