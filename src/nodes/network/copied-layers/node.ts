import { z } from 'zod';
import { ProblemError } from '../../../pipeline/problem.ts';
import { defineNode } from '../../define.ts';
import { choice } from '../../params.ts';
import { modelFor, refusedAs } from '../from-model.ts';
import { layerPairs } from './layer-pairs.ts';
import { assertCopy, startCopy } from './op.ts';

export const copiedLayers = defineNode({
  type: 'network.copied-layers',
  version: 1,
  category: 'network',
  title: 'Copied layers',
  summary: "A network whose layers begin with the weights of a teacher's layers.",
  source:
    'Layer map: Sanh et al. (2019), arXiv:1910.01108. Channels by their L1 norm: Li et al. (2017), arXiv:1608.08710.',
  keywords: ['initialise', 'init', 'teacher scheme', 'layer replacement', 'slice', 'transfer', 'distilbert'],
  help: `Takes an architecture and a trained model, and gives the architecture with weights to begin with: each layer takes
those of one layer of the model. What no layer of the model suits begins anew.

## When to use it
Where the student is built like the teacher, shallower or narrower: it then begins from what the teacher knows. With *freeze:
copied layers* in the student, layers of the teacher stand in the student as they are (layer replacement). A baseline of such a
student begins anew, so that it shows what the copying brought.

## Formula
Of n layers that stand at one size of the image and m in the teacher, layer i takes round(i·(m − 1)/(n − 1)) (*every so
many*), i (*first*) or m − n + i (*last*). Of C channels the c with the largest Σ|w| over [k, k, in] are kept, in their own
order; the layers that read them keep the rows that belong to them. Channels that meet in an addition are chosen together.`,
  inputs: {
    network: { kind: 'network', title: 'network', help: 'The architecture of the student.' },
    model: { kind: 'model', title: 'model', help: 'Of a teacher or a trainer: where the weights come from.' },
  },
  outputs: { network: { kind: 'network', title: 'network', help: 'The same architecture, with weights.' } },
  params: z.strictObject({
    layers: choice(['spread', 'same-name', 'first', 'last'], 'spread', {
      title: 'Layers',
      help: 'Which layers of the model are taken where it has more of them.',
      titles: { spread: 'Every so many', 'same-name': 'Of the same name', first: 'First', last: 'Last' },
    }),
    channels: choice(['l1-norm', 'first', 'equal'], 'l1-norm', {
      title: 'Channels',
      help: 'Which channels are taken where the model has more of them.',
      titles: { 'l1-norm': 'Of the largest norm', first: 'First', equal: 'All, or refuse' },
    }),
  }),
  infer: ({ inputs: { network } }) => (network ? { outputs: { network } } : {}),
  lower: ({ params, inputs: { network, model }, plan }) => ({
    network: {
      kind: 'network',
      layers: network.layers,
      start: (input, classes, tokens) => {
        const own = { layers: network.layers(input, classes, tokens), input };
        const source = modelFor(plan, model, input, classes);
        const pairs = layerPairs({ ...own, input: [...input] }, source, params.layers);
        if (pairs.length === 0)
          throw new ProblemError({
            code: 'copy-nothing',
            port: 'model',
            message: 'No layer of the model suits a layer of this network.',
            fix: 'Wire a model that is built like the network, or choose other layers.',
          });
        refusedAs({ code: 'copy-refused', fix: 'Choose channels by norm, or make the layers equal.' }, () =>
          assertCopy({ ...own, input: [...input] }, source, pairs, params.channels),
        );
        return {
          start: {
            op: startCopy.name,
            args: { layers: pairs.map((it) => ({ ...it })), channels: params.channels },
            from: [source.id],
          },
          copied: pairs.map((it) => it.to),
        };
      },
    },
  }),
});
