import { z } from 'zod';
import type { ModelType } from '../../../pipeline/ports.ts';
import type { Layer } from '../../../plan/layers.ts';
import { defineNode } from '../../define.ts';
import { layerName, real } from '../../params.ts';
import { startCopy } from '../copied-layers/op.ts';
import { modelFor, refusedAs } from '../from-model.ts';
import { type Measured, measuredBy, rememberedNetworks } from '../measured.ts';
import { withAutoencoder } from './autoencoder.ts';

export const paraphraser = defineNode({
  type: 'network.paraphraser',
  version: 1,
  category: 'network',
  title: 'Paraphraser',
  summary: 'A teacher with an autoencoder at its last map, whose middle, the factor, a student learns.',
  source: 'Kim, Park, Kwak: Paraphrasing complex network (2018), arXiv:1802.04977.',
  keywords: ['factor transfer', 'ft', 'autoencoder', 'reconstruction', 'factor', 'compression'],
  help: `A trained model tells its map in fewer channels, so that a smaller network understands it. The autoencoder stands between the
model's own layers, which begin with its weights: how well the whole still answers says how much the factor holds.

## When to use it
First of two trainings of *Factor transfer*. Wire it into a *Student* with *Freeze: copied layers*, whose *reconstruction* and the
teacher's map go into *Feature distance*, as the only loss; no labels are needed. The trainer's model goes into a *Teacher*
(weights *from a trainer*), whose layer *factor* the second training takes.

## Formula
L = mean (decoder(encoder(fᵗ)) − fᵗ)², fᵗ [n, h, w, c]; the factor encoder(fᵗ) is [n, h, w, k·c]. Encoder and decoder are three 3×3 convolutions
each, with a leaky ReLU (0.1) behind each: c, k·c, k·c channels and k·c, c, c. logits [n, classes] = the model's layers on decoder(encoder(fᵗ)).`,
  inputs: {
    model: { kind: 'model', title: 'model', help: 'Of a teacher or a trainer: whose map is paraphrased.' },
  },
  outputs: { network: { kind: 'network', title: 'network', help: 'The model with an autoencoder in it.' } },
  params: z.strictObject({
    rate: real(
      0.5,
      { min: 0.01, max: 8 },
      {
        title: 'Rate',
        help: 'Channels of the factor over those of the map, k; 0.5 to 4 in the paper.',
        step: 0.25,
      },
    ),
    layer: layerName({
      title: 'Layer',
      help: 'The map by the name of its layer; left empty, the last one.',
    }),
  }),
  infer: ({ params, inputs: { model } }) => ({
    outputs: {
      network: {
        kind: 'network',
        ...(model?.classes !== undefined && { outputs: model.classes }),
        measure: (input) => measured(model, input, params),
      },
    },
  }),
  lower: ({ params, inputs: { model }, plan }) => {
    const told = (input: readonly number[], classes: number) => {
      const teacher = modelFor(plan, model, input, classes);
      const fix = 'Name a map through which everything goes.';
      return refusedAs({ code: 'paraphraser-refused', fix }, () => ({
        teacher,
        ...withAutoencoder(teacher, params),
      }));
    };
    return {
      network: {
        kind: 'network',
        layers: (input, classes) => told(input, classes).layers,
        start: (input, classes) => {
          const { teacher, copied } = told(input, classes);
          const layers = copied.map((id) => ({ to: id, from: id }));
          return {
            start: { op: startCopy.name, args: { layers, channels: 'equal' }, from: [teacher.id] },
            copied,
          };
        },
      },
    };
  },
});

const known = rememberedNetworks();

/** Cost and layers; null where the compiler alone knows the layers of the model. */
function measured(
  model: Pick<ModelType, 'architecture'> | undefined,
  input: readonly number[],
  params: Parameters<typeof withAutoencoder>[1],
): Measured | null {
  const layers = model?.architecture as Layer[] | undefined;
  if (!layers) return null;
  return known([layers], JSON.stringify([input, params]), () =>
    measuredBy(input, () => withAutoencoder({ layers, input: [...input] }, params).layers),
  );
}
