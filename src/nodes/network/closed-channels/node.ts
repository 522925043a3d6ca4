import { z } from 'zod';
import { ProblemError } from '../../../pipeline/problem.ts';
import type { PlanBuilder } from '../../../plan/builder.ts';
import { withMasks } from '../../../plan/channel-masks.ts';
import { type Layer, networkShape } from '../../../plan/layers.ts';
import type { Network } from '../../../plan/plan.ts';
import { keptBy } from '../../../plan/prune-channels.ts';
import { defineNode } from '../../define.ts';
import { real } from '../../params.ts';
import { modelFor } from '../from-model.ts';
import { measuredBy } from '../measured.ts';
import { startClosed } from './op.ts';

type ClosedBy = { readonly layer: string; readonly gates: { from: number; layer: string }[] };

export const closedChannels = defineNode({
  type: 'network.closed-channels',
  version: 1,
  category: 'network',
  title: 'Closed channels',
  summary: "A model's network without the channels that the gates of a HINT closed.",
  source:
    'Gates: Woo et al., CBAM (2018), arXiv:1807.06521. Channels by a factor that a penalty presses down: Liu et al. (2017), arXiv:1708.06519.',
  keywords: ['prune', 'pruning', 'mask', 'gates', 'channel attention', 'hint', 'network slimming', 'smaller'],
  help: `The gates of a HINT stand in its regressor, which is dropped. This node keeps what they said: the network begins with all weights of
the model, and channels of the guided layer that the gates closed are masked from then on. A saved model does without them.

## When to use it
Between the two trainings of a HINT: wire the first trainer's model here and the network into the student of the second one. Press the
gates harder than by default (10 rather than 0.001), or none closes. Where none is closed, the student is the model as it was; where
all are, the second training does not begin. A student's baseline begins anew, with all channels.

Channels go only where nothing else needs them: layers in front of a sum or a normalization are refused.

## Formula
y = m · f(x) [n, h, w, c] at the guided layer f, mₖ = 1 where ḡₖ ≥ limit, else 0; ḡₖ is the running mean of the gate of channel k over the
batches of the training, ḡ ← 0.9 · ḡ + 0.1 · mean a, 1 at first. Several HINTs on one layer: a channel is closed where all say so.`,
  inputs: {
    model: {
      kind: 'model',
      title: 'model',
      help: 'Of a trainer whose loss is, or holds, a HINT with gates of the guided layer.',
    },
  },
  outputs: { network: { kind: 'network', title: 'network', help: 'Its network, with weights and masks.' } },
  params: z.strictObject({
    limit: real(
      0.1,
      { min: 0, max: 1 },
      { title: 'Limit', help: 'Below this mean gate a channel is closed.', step: 0.05 },
    ),
  }),
  infer: ({ inputs: { model } }) => ({
    outputs: {
      network: {
        kind: 'network',
        ...(model?.classes !== undefined && { outputs: model.classes }),
        measure: (input) => {
          // A mask is no part of what is saved, and its layer keeps its name: the network looks as the model does.
          const layers = model?.architecture as readonly Layer[] | null | undefined;
          return layers ? measuredBy(input, () => layers) : null;
        },
      },
    },
  }),
  lower: ({ params, inputs: { model }, plan }) => {
    const { closed, from } = closedBy(plan, model.network);
    const masked = new Set(closed.map((it) => it.layer));
    return {
      network: {
        kind: 'network',
        layers: (input, classes) => {
          const source = modelFor(plan, model, input, classes);
          const layers = withMasks(source.layers, masked);
          for (const layer of masked) assertGoes({ ...source, layers }, layer);
          return layers;
        },
        start: (input, classes) => {
          const source = modelFor(plan, model, input, classes);
          return {
            start: { op: startClosed.name, args: { masks: [...closed], limit: params.limit }, from },
            copied: withMasks(source.layers, masked).map((it) => it.id),
          };
        },
      },
    };
  },
});

/** The layers of a network on which gates stood while it was trained. @throws ProblemError gates-missing */
function closedBy(plan: PlanBuilder, network: string): { closed: readonly ClosedBy[]; from: string[] } {
  const from = [network];
  const closed = new Map<string, ClosedBy>();
  for (const { projector, layer } of plan.projectorsOn(network)) {
    if (from.includes(projector)) continue;
    const gates = plan
      .networkOf(projector)
      .layers.filter((it) => it.kind === 'channel-attention' && it.tracks !== undefined);
    if (gates.length === 0) continue;
    const place = from.push(projector) - 1;
    const known = closed.get(layer) ?? { layer, gates: [] };
    known.gates.push(...gates.map((it) => ({ from: place, layer: it.id })));
    closed.set(layer, known);
  }
  if (closed.size > 0) return { closed: [...closed.values()], from };
  throw new ProblemError({
    code: 'gates-missing',
    port: 'model',
    message:
      'No gates stood on a layer of this model while it was trained, so that no channel of it was closed.',
    fix: 'Wire the model of a trainer whose loss is a HINT, with the channel attention Both or Guided layer.',
  });
}

/** @throws ProblemError channels-needed, where a masked channel could not be taken out of the network */
function assertGoes(network: Pick<Network, 'layers' | 'input'>, layer: string): void {
  const { layers, input } = network;
  const weights = new Map<string, Float32Array<ArrayBuffer>>();
  for (const [id, { weights: own }] of networkShape(layers, input).layers)
    for (const { name, shape } of own) {
      const values = new Float32Array(shape.reduce((product, it) => product * it, 1)).fill(1);
      if (id === layer && values.length > 1) values[1] = 0;
      weights.set(`${id}/${name}`, values);
    }
  const by = keptBy({ input, layers, weights }, layer);
  if (by === null) return;
  throw new ProblemError({
    code: 'channels-needed',
    port: 'model',
    message: `Channels of ${layer} cannot be taken out of the network: ${by} needs them.`,
    found: `${by}, a ${layers.find((it) => it.id === by)?.kind}`,
    allowed: 'convolutions, poolings, dense layers and activations that give 0 for 0 behind the layer',
    fix: 'Let the HINT guide another layer, or leave this node out.',
  });
}
