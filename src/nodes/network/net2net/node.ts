import { z } from 'zod';
import type { ModelType } from '../../../pipeline/ports.ts';
import { channelSpaces } from '../../../plan/channel-spaces.ts';
import { channelRule, type Layer, networkShape } from '../../../plan/layers.ts';
import { type Built, ChangeRefusal } from '../../../plan/start.ts';
import { type Change, changed, channelsOf, whyNotWider } from '../../arithmetic/net2net-changes.ts';
import { defineNode } from '../../define.ts';
import { choice, layerName, real } from '../../params.ts';
import { modelFor, refusedAs } from '../from-model.ts';
import { type Measured, measuredBy, rememberedNetworks } from '../measured.ts';
import { startNet2net } from './op.ts';

export const net2net = defineNode({
  type: 'network.net2net',
  version: 1,
  category: 'network',
  title: 'Net2Net',
  summary: 'A wider or deeper network that begins as what a trained one computes.',
  source:
    'Chen, Goodfellow, Shlens: Net2Net: accelerating learning via knowledge transfer (2015), arXiv:1511.05641.',
  keywords: ['grow', 'wider', 'deeper', 'function preserving', 'residual', 'initialise', 'structure'],
  help: `Takes a trained model and gives a larger network with weights to begin with: before it learns, it answers as the model
does. Additions and flattened images are followed; layers whose channels cannot be copied are refused by name.

## When to use it
To train a larger network from a smaller one that is there already: it needs fewer steps than from nothing. Use a tenth of the
learning rate of the teacher, clip gradients at 1, and let some noise tell copied channels apart, which would learn the
same otherwise (with dropout no noise is needed). Chain two of them, each with a trainer, to grow in turns. *Freeze: copied
layers* in the student leaves the shallow network as it is. A baseline of such a student begins anew.

## Formula
Wider, n → q: U¹[…, j] = W¹[…, g(j)], U²[…, j, :] = W²[…, g(j), :] / |{k: g(k) = g(j)}|; g(j) = j for j < n, else drawn from
0 … n − 1. Deeper: relu(I·h + 0) = h, where h comes from a ReLU. Residual: y = h + g(h), the last part of g is 0.
Inserted convolutions are [3, 3, c, c]. Identities have no normalization: with the statistics of a batch it would not be one.`,
  inputs: { model: { kind: 'model', title: 'model', help: 'Of a teacher or a trainer: what grows.' } },
  outputs: { network: { kind: 'network', title: 'network', help: 'The larger network, with weights.' } },
  params: z.strictObject({
    widen: real(
      1.5,
      { min: 1, max: 16 },
      { title: 'Wider by', help: 'Factor of the channels, rounded up. 1 for none.', step: 0.25 },
    ),
    widenLayer: layerName({
      title: 'Wider layer',
      help: 'A convolution or dense layer by its name; left empty, all that can be wider.',
    }),
    deepen: choice(['none', 'identity', 'residual'], 'none', {
      title: 'Deeper',
      help: 'What is put behind layers: one layer, or a branch of two that is added.',
      titles: { none: 'No', identity: 'By layers', residual: 'By residual branches' },
    }),
    deepenAfter: layerName({
      title: 'Behind layer',
      help: 'By its name; left empty, behind every ReLU.',
      when: { param: 'deepen', is: ['identity', 'residual'] },
    }),
    noise: real(
      0.01,
      { min: 0, max: 1 },
      {
        title: 'Noise',
        help: 'On copied channels and inserted layers, as a share of the deviation of the weights. 0 keeps the function exactly.',
        step: 0.01,
      },
    ),
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
    const grown = (input: readonly number[], classes: number) =>
      refusedAs({ code: 'net2net-refused', fix: 'Name another layer, or choose residual branches.' }, () => {
        const source = modelFor(plan, model, input, classes);
        const own = { layers: source.layers, input: source.input };
        return { source, ...grow(own, params) };
      });
    return {
      network: {
        kind: 'network',
        layers: (input, classes) => grown(input, classes).layers,
        start: (input, classes) => {
          const { source, changes } = grown(input, classes);
          return {
            start: { op: startNet2net.name, args: { changes, noise: params.noise }, from: [source.id] },
            copied: source.layers.map((it) => it.id),
          };
        },
      },
    };
  },
});

const known = rememberedNetworks();

/** The grown network's cost and layers; null where the compiler alone knows those of the model. */
function measured(
  model: Pick<ModelType, 'architecture'> | undefined,
  input: readonly number[],
  growth: Growth,
): Measured | null {
  const layers = model?.architecture as Layer[] | undefined;
  if (!layers) return null;
  return known([layers], JSON.stringify([input, growth]), () =>
    measuredBy(input, () => grow({ layers, input: [...input] }, growth).layers),
  );
}

type Growth = {
  readonly widen: number;
  readonly widenLayer: string;
  readonly deepen: 'none' | 'identity' | 'residual';
  readonly deepenAfter: string;
};

/** The changes that the parameters ask for, and the layers after them. @throws ChangeRefusal */
export function grow(
  of: Built,
  { widen, widenLayer, deepen, deepenAfter }: Growth,
): { layers: Built['layers'][number][]; changes: Change[] } {
  const changes: Change[] = [];
  let built = of;
  const apply = (change: Change): void => {
    built = changed(built, change);
    changes.push(change);
  };
  const wide = widenLayer === '' ? everyWidth(of) : [widenLayer];
  if (widen > 1)
    for (const layer of wide)
      apply({ kind: 'wider', layer, channels: Math.ceil(widen * channelsOf(of, layer) - 1e-9) });
  if (deepen !== 'none')
    for (const after of deepenAfter === '' ? everyRelu(built) : [deepenAfter])
      apply({ kind: deepen === 'identity' ? 'deeper' : 'residual', after });
  if (changes.length > 0) return { layers: [...built.layers], changes };
  throw new ChangeRefusal(
    'nothing of this network can grow so: no hidden layer can be wider or have one behind it',
  );
}

/** One layer of each set of channels that can be more. */
function everyWidth(of: Built): string[] {
  const spaces = channelSpaces(of);
  const makers = of.layers.filter(
    (it) => channelRule(it)?.kind === 'makes' && whyNotWider(of, it.id) === null,
  );
  const first = new Map(makers.map((it) => [spaces.of(it.id).name, it.id] as const).reverse());
  return [...first.values()].reverse();
}

function everyRelu({ layers, input }: Built): string[] {
  const { layers: shapes } = networkShape(layers, input);
  return layers
    .slice(0, -1)
    .filter(
      (it) =>
        it.kind === 'activation' && it.function === 'relu' && (shapes.get(it.id)?.output.length ?? 0) !== 2,
    )
    .map((it) => it.id);
}
