import { z } from 'zod';
import { defineNode } from '../../define.ts';
import { freezeDraft, freezeParams } from '../freezing.ts';
import { inferRole, layerPorts } from '../infer-role.ts';
import { startOf } from '../start-of.ts';

export const student = defineNode({
  type: 'model.student',
  version: 1,
  category: 'model',
  title: 'Student',
  summary: 'A network that is trained by the trainer its loss leads to.',
  source: 'Potstill.',
  keywords: ['small', 'train', 'learner'],
  help: `A network with weights of its own that gradients reach.

## When to use it
For the network that learns: wire an architecture and data into it and its logits into a loss. Where the architecture comes
with weights, it begins with them. Freeze layers to keep what they know: the rest learns alone, and frozen layers may learn
later on, the last first (gradual unfreezing, Howard and Ruder 2018, arXiv:1801.06146), mostly with a lower learning rate.

## Formula
logits = network(x) [n, classes], x [n, h, w, c]; every layer's activation [n, …] is an output of its own.`,
  inputs: {
    network: { kind: 'network', title: 'network' },
    data: { kind: 'data', title: 'data' },
  },
  outputs: {
    logits: { kind: 'activation', dims: ['n', 'c'], gradient: 'yes', title: 'logits' },
    'layer:*': layerPorts('yes'),
  },
  params: z.strictObject(freezeParams),
  infer: ({ inputs: { network, data } }) => {
    const { problems, answers } = inferRole(network, data, true);
    return { problems, outputs: answers ?? {} };
  },
  lower: ({ params, inputs: { network, data }, plan, node }) => {
    const { shape, classes, tokens } = data.source;
    const built = { layers: network.layers(shape, classes, tokens), input: [...shape] };
    const beginning = network.start?.(shape, classes, tokens);
    const id = plan.network({
      role: 'student',
      ...built,
      classes,
      start: startOf(beginning, plan.stream(node)),
      ...(network.shares && { shares: network.shares }),
    });
    const freeze = freezeDraft(params, built, beginning?.copied ?? []);
    if (freeze) plan.freeze(id, freeze);
    const at = { network: id, source: plan.source(data.source), frozen: false };
    return {
      logits: { kind: 'tensor', ref: plan.tap(at) },
      'layer:*': {
        kind: 'family',
        member: (layer) => ({ kind: 'tensor', ref: plan.tap({ ...at, layer }) }),
      },
    };
  },
});
