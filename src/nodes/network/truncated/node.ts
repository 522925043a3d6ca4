import { z } from 'zod';
import type { ModelType } from '../../../pipeline/ports.ts';
import { type Layer, LayerRefusal } from '../../../plan/layers.ts';
import { defineNode } from '../../define.ts';
import { mapsParam } from '../../loss/ports.ts';
import { layerName } from '../../params.ts';
import { startCopy } from '../copied-layers/op.ts';
import { refusedAs, sourceFor } from '../from-model.ts';
import { measuredBy } from '../measured.ts';
import { newHead, truncate } from './truncate.ts';

const OWN_WEIGHTS = 'the rest comes with weights of another model, and those of the trunk alone are copied';

const REFUSED = {
  code: 'truncate-refused',
  fix: 'Write the name of a layer of the model, or wire another rest.',
};

export const truncated = defineNode({
  type: 'network.truncated',
  version: 1,
  category: 'network',
  title: 'Truncated network',
  summary: "A teacher's layers up to one of them, with their weights, and a new head behind.",
  source: 'Yosinski et al.: How transferable are features in deep neural networks? (2014), arXiv:1411.1792.',
  keywords: [
    'truncate',
    'trunk',
    'head',
    'transfer',
    'cut',
    'feature extractor',
    'linear probe',
    'fine-tune',
  ],
  help: `The lower part of a trained network is the student already: what the teacher sees up to that layer, the student sees too. Only
what stands behind is new.

## When to use it
Where the teacher's early layers are cheap and its late ones are not, or for another task on images of the same size: the classes
need not be the teacher's. With *freeze: copied layers* in the student the features stay the teacher's to the bit and the head
alone learns; unfrozen, all is fine-tuned. Wire a network into *rest* for more than one straight map behind the cut.

## Formula
network(x) = rest(f(x)), f(x) [n, …] what the layer of the model gives, weights and statistics copied; the rest begins anew. Without
a wire rest(f) = W · mean(f) + b [n, classes], or W · flatten(f) + b. Cut behind the model's last layer it is the model itself.`,
  inputs: {
    model: { kind: 'model', title: 'model', help: 'Of a teacher or a trainer: what is cut.' },
    rest: {
      kind: 'network',
      title: 'rest',
      optional: true,
      help: 'An architecture that reads the features in the place of images.',
    },
  },
  outputs: {
    network: { kind: 'network', title: 'network', help: 'Trunk and rest, the trunk with weights.' },
  },
  params: z.strictObject({
    layer: layerName({
      title: 'Up to layer',
      help: 'The last layer of the model that is kept, by its name: activation-2, for instance.',
    }),
    maps: mapsParam(),
  }),
  infer: ({ params, inputs: { model, rest } }) => ({
    outputs: {
      network: {
        kind: 'network',
        ...fixedOutputs(model, rest, params.layer),
        measure: (input, classes) => {
          const layers = architectureOf(model);
          const measured = (features: readonly number[]) =>
            rest
              ? restLayers(rest.measure(features, classes), features)
              : newHead(features, classes, params.maps);
          return (
            layers &&
            measuredBy(
              input,
              () => truncate({ layers: [...layers], input: [...input] }, params.layer, measured).layers,
            )
          );
        },
      },
    },
  }),
  lower: ({ params, inputs: { model, rest }, plan }) => {
    const cut = (input: readonly number[], classes: number) =>
      refusedAs(REFUSED, () => {
        const source = sourceFor(plan, model, input);
        const behind = (features: readonly number[]) =>
          rest ? anew(rest).layers(features, classes) : newHead(features, classes, params.maps);
        return { source, ...truncate(source, params.layer, behind) };
      });
    return {
      network: {
        kind: 'network',
        layers: (input, classes) => cut(input, classes).layers,
        start: (input, classes) => {
          const { source, trunk } = cut(input, classes);
          const layers = trunk.map(({ id }) => ({ to: id, from: id }));
          return {
            start: { op: startCopy.name, args: { layers, channels: 'equal' }, from: [source.id] },
            copied: trunk.map((it) => it.id),
          };
        },
      },
    };
  },
});

const architectureOf = (model: Pick<ModelType, 'architecture'> | undefined): readonly Layer[] | null =>
  (model?.architecture as readonly Layer[] | undefined) ?? null;

/** How many logits there are, where that does not hang on the data. */
function fixedOutputs(
  model: Pick<ModelType, 'architecture' | 'classes'> | undefined,
  rest: { readonly outputs?: number } | undefined,
  layer: string,
): { outputs?: number } {
  const whole = architectureOf(model)?.at(-1)?.id === layer;
  const outputs = whole ? model?.classes : rest?.outputs;
  return outputs === undefined ? {} : { outputs };
}

/** A rest that begins anew. @throws LayerRefusal where it comes with weights: the trunk's are the only ones that are copied */
function anew<R extends { readonly start?: unknown }>(rest: R): R {
  if (rest.start === undefined) return rest;
  throw new LayerRefusal(OWN_WEIGHTS);
}

/** The layers of a measured rest. @throws LayerRefusal in its own words, or where it is made of a model of its own */
function restLayers(
  measured: { readonly architecture: readonly object[] } | { readonly refusal: string } | null,
  features: readonly number[],
): readonly Layer[] {
  if (measured && 'architecture' in measured) return measured.architecture as readonly Layer[];
  throw new LayerRefusal(
    measured ? `the rest cannot take ${features.join('×')}: ${measured.refusal}` : OWN_WEIGHTS,
  );
}
